import { join } from "node:path";
import { poolFromOutside } from "../pages/outside.ts";
import { FILES, PairsPage, POOL1, POOL2, ROWS } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { door } from "../world/door.ts";
import { runningEngineOf } from "../world/engine.ts";
import { stopIdle } from "../world/stop.ts";
import { expect, test } from "../world/world.ts";

const SOURCE = join(process.cwd(), "package.json");
const USER = "sip:ada@example.com";

test("a row and a file by foreign clients: the badge is never Final before they are on the partner; one module alone, and a second tap does no harm", async ({
  page,
  service,
}) => {
  const pairs = new PairsPage(page);
  const [pool1, pool2] = [POOL1, POOL2].map((pool) => poolFromOutside(service.dataFolder, pool));
  if (!pool1 || !pool2) throw new Error("Two pools were asked for.");
  await new SignInPage(page).enter();
  for (const module of [ROWS, FILES])
    await expect(pairs.exportBadge(POOL1, module)).toHaveAttribute("data-state", "FinalState");

  pool1.writeUser(USER);
  pool1.copyFile(SOURCE, "slides.json");
  const engine = runningEngineOf(service.pid);
  await stopIdle(engine, service.dataFolder); // else a quick machine is through before the first look
  await pairs.syncButton(POOL1).click();
  for (const module of [ROWS, FILES])
    await expect(pairs.exportBadge(POOL1, module)).toHaveAttribute("data-state", /^(Non)?SteadyState$/);
  process.kill(engine, "SIGCONT");

  const lies: string[] = [];
  const look = async () => {
    const [rows, files] = [await pairs.exportState(POOL1, ROWS), await pairs.exportState(POOL1, FILES)];
    if (rows === "FinalState" && !pool2.hasUser(USER, POOL1)) lies.push("Final, and the row is not there");
    if (files === "FinalState" && !pool2.hasFile(SOURCE, POOL1, "slides.json"))
      lies.push("Final, and the file is not there");
    return `${rows} ${files}`;
  };
  await expect.poll(look, { intervals: [20], timeout: 60_000 }).toBe("FinalState FinalState");
  expect(lies).toEqual([]);
  await expect(pairs.run(POOL1)).toContainText("1 row, 1 file or folder");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing is at risk");

  // One module alone, the other way; then a second tap.
  const asked = async () => (await door(service.address, service.dataFolder).requests()).Requests.length;
  expect(await asked()).toBe(1);
  await expect(pairs.exportBadge(POOL2, FILES)).toHaveAttribute("data-state", "FinalState"); // the first look is over
  pool2.copyFile(SOURCE, "notes.json");
  await page.getByRole("button", { name: "Choose what to sync, pool2 → pool1" }).click();
  await page
    .getByRole("button", { name: /Only DataConf/ })
    .and(page.locator(":visible"))
    .click();
  await expect(pairs.run(POOL2)).toContainText("1 file or folder", { timeout: 60_000 });
  expect(await asked()).toBe(2);
  await pairs.syncButton(POOL2).click({ clickCount: 2 });
  await expect(pairs.run(POOL2)).toContainText("there was nothing to copy", { timeout: 60_000 });
  expect(await asked()).toBe(3);
  await expect(pairs.exportBadge(POOL2, FILES)).toHaveAttribute("data-state", "FinalState");
  expect(pool1.hasFile(SOURCE, POOL2, "notes.json")).toBe(true);
});
