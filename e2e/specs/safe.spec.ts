import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { settleContent } from "../pages/content.ts";
import { foreignSql, poolFromOutside } from "../pages/outside.ts";
import { POOL1, POOL2 } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { contentOf } from "../pages/two-sides.ts";
import { door } from "../world/door.ts";
import { expect, test } from "../world/world.ts";

const USER = "sip:Ada@Example.com";
const ODD = "100% [sure]_*?.pptx";

test("a person asks whether something is safe, and what would be lost if a pool died now", async ({
  page,
  service,
}) => {
  const { dataFolder } = service;
  const api = door(service.address, dataFolder);
  const pool1 = poolFromOutside(dataFolder, POOL1);
  const database = join(dataFolder, "pools", POOL1, "user.db");
  const content = contentOf(dataFolder, POOL1, POOL1);
  const find = new ConsolePage(page);
  const answer = page.getByRole("article");
  const loss = page.locator(`[data-loss="${POOL1}"]`);
  pool1.writeUser(USER);
  foreignSql(
    database,
    `INSERT INTO conferences (conference_id, subject, home_pool) VALUES ('R7GKQ2', 'Quarter', '${POOL1}')`,
  );
  mkdirSync(join(content, "q4"));
  writeFileSync(join(content, "q4", ODD), "slides");
  await settleContent(api, POOL1);

  // Nothing would be lost; a write would be, until it has arrived.
  await new SignInPage(page).enter();
  await expect(loss).toContainText("If pool1 died now, nothing known would be lost as of");
  await api.configure({ SyncInterval: "03:00:00" });
  await expect(loss).toContainText("1 topology document"); // the settings are one
  const asked = await api.askSync(POOL1);
  await expect.poll(() => api.requestState(asked), { timeout: 60_000 }).toBe("Done"); // what it compares is of before the write
  await expect(loss).toContainText("nothing known would be lost");
  foreignSql(
    database,
    `INSERT INTO contacts (sip_uri, contact_uri, home_pool) VALUES ('${USER}', 'sip:bob@example.com', '${POOL1}')`,
  );
  foreignSql(database, `INSERT INTO conferences (conference_id, home_pool) VALUES ('NEW1', '${POOL1}')`);
  await expect(loss).toContainText("If pool1 died now, changes of 1 user and 1 conference since");
  await loss.getByRole("link", { name: /See which$/ }).click();
  await expect(find.title()).toContainText("If pool1 died now, changes of 1 user and 1 conference since");
  const items = page.getByRole("main").getByRole("listitem");
  await expect(items).toHaveText([/Ada@Example\.com.*row of contacts.*waits to be sent/, /NEW1/]);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Newest first" }).click();
  await expect(page).toHaveURL(/order=newest/);
  await expect(items).toHaveText([/NEW1/, /contacts/]);

  // By keyboard, from the box beside the headline.
  await page.goto("/");
  await find.tabTo(page.getByRole("searchbox"));
  await page.keyboard.type("ada@example.COM");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/find\?what=ada%40example\.COM$/);
  await expect(find.title()).toHaveText("Is it safe?");
  await expect(answer).toHaveAttribute("data-safety", "Different");
  await expect(answer).toContainText("No: the copy on pool2 differs as of");
  await expect(answer).toContainText("A change of it waits to be sent, since");
  await expect(answer.getByRole("row", { name: /Made of/ })).toHaveText(/Made of2 rows1 row/);
  await expectAccessible(page);
  await api.sync(POOL1);
  await expect(async () => {
    await page.reload();
    await expect(answer).toHaveAttribute("data-safety", "Equal", { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(answer).toContainText("Yes: both copies are equal as of");

  // Each kind, odd names, and nothing.
  const look = async (what: string) => {
    await page.getByRole("searchbox").fill(what);
    await find.button("Look").click();
    await expect(page.getByRole("searchbox")).toHaveValue(what);
  };
  await look("r7gkq2");
  await expect(answer.getByRole("heading")).toHaveText("Conference R7GKQ2");
  await expect(answer).toHaveAttribute("data-safety", "Equal");
  for (const what of [ODD, `\\\\fs1\\share\\DataConf\\${POOL1}\\q4\\${ODD}`, "[SURE]_*"]) {
    await look(what);
    await expect(answer.getByRole("heading")).toHaveText("File q4/100%25 [sure]_*?.pptx");
    await expect(answer).toHaveAttribute("data-safety", "Equal");
  }
  await expect(page.getByText("Nothing is called exactly so")).toBeVisible();
  writeFileSync(join(content, "q4", ODD), "sliced");
  await look("q4");
  await expect(answer.getByRole("heading")).toHaveText("Folder q4");
  await look(ODD);
  await expect(answer).toContainText("either it changed since that look, or the copy was altered");
  await look("100% safe");
  await expect(page.getByText("Nothing of that name was found.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Trash of pool1" })).toHaveAttribute("href", /name=100%25%20safe$/);
  await expectAccessible(page);

  // A store that is lost is no second copy.
  rmSync(join(dataFolder, "pools", POOL2, "files", ".pairkeeper-store"));
  await look(ODD);
  await expect(answer).not.toHaveAttribute("data-safety", "Equal");
  await expect(answer).toContainText("a store is lost or cannot be read");
  await page.goto("/");
  await expect(loss).toHaveAttribute("data-is", "Unknown");
});
