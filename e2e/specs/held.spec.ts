import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expectAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { settleContent, untilContent, writeMeetings } from "../pages/content.ts";
import { FILES, POOL1, POOL2 } from "../pages/pairs-page.ts";
import { RunPage } from "../pages/run-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { contentOf, filesApart, filesOn } from "../pages/two-sides.ts";
import { door } from "../world/door.ts";
import type { Service } from "../world/service.ts";
import { expect, test } from "../world/world.ts";

/** Three meetings of 20 files on both sides, and one of them deleted: 21 items of 63. */
async function oneMeetingGone({ address, dataFolder }: Service) {
  const api = door(address, dataFolder);
  const home = contentOf(dataFolder, POOL1, POOL1);
  writeMeetings(home, 3, 20);
  await settleContent(api, POOL1);
  const standby = filesOn(dataFolder, POOL2, POOL1);
  rmSync(join(home, "meeting 0"), { recursive: true });
  await untilContent(api, POOL1, "ErrorState");
  expect(filesOn(dataFolder, POOL2, POOL1)).toEqual(standby);
  return { api, home, standby };
}

test("held deletions are released as exactly the set that was shown", async ({ page, service }) => {
  const { api } = await oneMeetingGone(service);
  const held = new ConsolePage(page);
  await new SignInPage(page).enter();
  await held.tabTo(page.getByRole("link", { name: "See what is held" }));
  await page.keyboard.press("Enter");
  await expect(held.title()).toHaveText("Held deletions of pool1");
  const set = page.locator(`[data-held="${FILES}"]`);
  await expect(set).toContainText("21 files and folders are gone on pool1");
  await set.getByText("All of them by name").click();
  await expect(set.getByText("meeting 0/slide 7.txt")).toBeVisible();
  await expectAccessible(page);

  await held.tabTo(page.getByLabel("Type 21 to release them"));
  await page.keyboard.type("12");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("alert").filter({ hasText: "That is not the number of deletions. Type 21." }),
  ).toBeVisible();
  await expect(page.getByLabel("Type 21 to release them")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await page.getByLabel("Type 21 to release them").fill("21");
  await page.getByText("Say why").click();
  await page.getByLabel("Why, for the audit").fill("Ticket 17");
  await expect(page.getByText('-Reason "Ticket 17"')).toBeVisible();
  await held.button("Release exactly these 21 deletions").click();
  await expect(page).toHaveURL(/\/requests\/.+/);
  await expect(held.title()).toHaveText("Release of held deletions, pool1 → pool2");
  await expect(new RunPage(page).state()).toHaveAttribute("data-run-state", "Done", { timeout: 60_000 });
  await untilContent(api, POOL1, "FinalState");
  const gone = join(contentOf(service.dataFolder, POOL2, POOL1), "meeting 0");
  await expect.poll(() => existsSync(gone), { timeout: 30_000 }).toBe(false);
  expect(filesApart(service.dataFolder, POOL1, POOL2)).toEqual([]);
  const { Records } = await (await page.request.get("/api/v1/audit?action=release&limit=1")).json();
  expect(Records).toMatchObject([{ Reason: "Ticket 17" }]);
  await page.goto(`/pools/${POOL1}/held`);
  await expect(held.title()).toHaveText("No deletions of pool1 are held");
  await expectAccessible(page);
});

test("everything that is held is brought back instead; a set that changed since it was shown is refused, and the new one shown", async ({
  page,
  service,
}) => {
  const { api, home, standby } = await oneMeetingGone(service);
  const lost = new ConsolePage(page);
  await new SignInPage(page).enter();
  await page.goto(`/pools/${POOL1}/held`);
  await page.getByRole("link", { name: "Bring everything back" }).click();
  await expect(page.getByText("21 deletions of pool1's conference content are held")).toBeVisible();
  await expect(page.getByText("are dropped, and what they were to delete comes back")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Type the pool that receives the content").fill(POOL1);
  await lost.button("Restore to pool1").click();
  const run = new RunPage(page);
  await expect(run.state()).toHaveAttribute("data-run-state", "Done", { timeout: 60_000 });
  await expect(run.receipt(FILES)).toContainText("21 files and folders");
  await untilContent(api, POOL1, "FinalState");
  expect(filesOn(service.dataFolder, POOL1, POOL1)).toEqual(standby);
  expect(filesOn(service.dataFolder, POOL2, POOL1)).toEqual(standby);

  // Deleted again, and more of it while somebody looks.
  rmSync(join(home, "meeting 0"), { recursive: true });
  await untilContent(api, POOL1, "ErrorState");
  await page.goto(`/pools/${POOL1}/held`);
  await page.getByLabel("Type 21 to release them").fill("21");
  rmSync(join(home, "meeting 1"), { recursive: true });
  await expect(page.getByText("What is held is another set by now.")).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await lost.button("Release exactly these 21 deletions").click();
  await expect(page.getByRole("alert").filter({ hasText: "is another set by now" })).toBeVisible();
  await expect(lost.button("Release exactly these 42 deletions")).toBeVisible();
  expect(existsSync(join(contentOf(service.dataFolder, POOL2, POOL1), "meeting 0"))).toBe(true);
});
