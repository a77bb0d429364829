import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { settleContent, untilContent, writeMeetings } from "../pages/content.ts";
import { FILES, POOL1, POOL2 } from "../pages/pairs-page.ts";
import { RunPage } from "../pages/run-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { contentOf, filesApart, filesOn } from "../pages/two-sides.ts";
import { door } from "../world/door.ts";
import { runningEngineOf } from "../world/engine.ts";
import { startService } from "../world/service.ts";
import { stopIdle } from "../world/stop.ts";
import { expect, test } from "../world/world.ts";

const TYPED = "Type the pool that receives the content";
const MARKER = ".pairkeeper-store";

test("content that was removed comes back by buttons: from the banner to the receipt, and the standby stays untouched", async ({
  page,
  service,
}) => {
  const { dataFolder } = service;
  const api = door(service.address, dataFolder);
  const lost = new ConsolePage(page);
  const run = new RunPage(page);
  const home = contentOf(dataFolder, POOL1, POOL1);
  writeMeetings(home, 3, 20);
  await settleContent(api, POOL1);
  expect(filesApart(dataFolder, POOL1, POOL2)).toEqual([]);
  const standby = filesOn(dataFolder, POOL2, POOL1);

  rmSync(home, { recursive: true });
  await untilContent(api, POOL1, "ErrorState");
  await new SignInPage(page).enter();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Restore pool1" }).click();
  await expect(lost.title()).toHaveText("Restore conference content of pool1");
  await expect(page.locator('[data-end="source"]')).toContainText(POOL2);
  await expect(page.locator('[data-end="target"]')).toContainText(POOL1);
  const line = `Invoke-CsBackupServiceSync -PoolFqdn ${POOL2} -BackupModule ${FILES}`;
  await expect(page.getByText(line)).toBeVisible();

  await page.getByLabel(TYPED).fill(POOL2);
  await lost.button("Restore to pool1").click();
  await expect(page.getByRole("alert").filter({ hasText: `${POOL2} is not the pool of this page.` })).toBeVisible();
  await expect(page.getByLabel(TYPED)).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  expect((await api.requests()).Requests.filter(({ PoolFqdn }) => PoolFqdn === POOL2)).toEqual([]);

  await page.getByLabel(TYPED).fill(POOL1.toUpperCase());
  await lost.button("Restore to pool1").click();
  await expect(page).toHaveURL(/\/requests\/.+/);
  const seen: number[] = [];
  const look = async () => {
    seen.push(...(await run.percents()));
    return run.state().getAttribute("data-run-state");
  };
  await expect.poll(look, { intervals: [50], timeout: 60_000 }).toBe("Done");
  expect(seen, "a bar that never goes back").toEqual([...seen].sort((a, b) => a - b));
  await expect(run.title()).toHaveText("Restore of pool1 from pool2");
  await expect(run.receipt(FILES)).toContainText("63 files and folders");
  await expect(run.receipt(FILES)).toContainText("0: could not be placed");
  await expectAccessible(page);

  await page.reload();
  await expect(run.state()).toHaveAttribute("data-run-state", "Done");
  await expect(run.receipt(FILES)).toContainText("63 files and folders");
  expect(filesOn(dataFolder, POOL1, POOL1)).toEqual(standby);
  expect(filesOn(dataFolder, POOL2, POOL1)).toEqual(standby);
  await untilContent(api, POOL1, "FinalState");
  await page.goto(`/pools/${POOL1}/restore`);
  await expect(lost.title()).toHaveText("Nothing of pool1 is lost");
  await expectAccessible(page);
});

test("the whole way by keyboard alone; a run that is asked to stop, and restored after that; the same without scripts", async ({
  page,
  browser,
  service,
}) => {
  const api = door(service.address, service.dataFolder);
  const lost = new ConsolePage(page);
  const run = new RunPage(page);
  const home = contentOf(service.dataFolder, POOL1, POOL1);
  writeMeetings(home, 1, 5);
  await settleContent(api, POOL1);
  rmSync(home, { recursive: true });
  await untilContent(api, POOL1, "ErrorState");
  await new SignInPage(page).enter();
  await lost.tabTo(page.getByRole("link", { name: "To the restore of pool1" }));
  await page.keyboard.press("Enter");
  await expect(lost.title()).toHaveText("Restore conference content of pool1");
  await lost.tabTo(page.getByLabel(TYPED));
  await page.keyboard.type(POOL1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/requests\/.+/);
  await expect(run.state()).toHaveAttribute("data-run-state", "Done", { timeout: 60_000 });
  expect(filesApart(service.dataFolder, POOL1, POOL2)).toEqual([]);

  // Lost again: a run is asked once whether it shall stop.
  await loseAgain(api, home);
  await page.goto(`/pools/${POOL1}/restore`);
  await expect(page.locator('[data-end="source"]')).toContainText(/holds [\d,]+ files? /); // counted before anything is asked for
  await page.getByLabel(TYPED).fill(POOL1);
  const engine = runningEngineOf(service.pid);
  await stopIdle(engine, service.dataFolder); // else a quick machine is through before the press
  await run.button("Restore to pool1").click();
  await expect(run.state()).toHaveAttribute("data-run-state", "Accepted");
  await run.button("Stop").click();
  const question = page.getByRole("dialog", { name: "Stop this run?" });
  await expect(question).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await run.button("Stop").click();
  await expectAccessible(page);
  await run.button("Stop it").click();
  await expect(run.state()).toContainText("Stopping, asked at");
  process.kill(engine, "SIGCONT");
  await expect(run.state()).toHaveAttribute("data-run-state", "Cancelled", { timeout: 60_000 });
  await expect(run.button("Stop")).toHaveCount(0);
  await untilContent(api, POOL1, "ErrorState");

  await page.goto(`/pools/${POOL1}/restore`);
  await page.getByLabel(TYPED).fill(POOL1);
  await run.button("Restore to pool1").click();
  await expect(run.state()).toHaveAttribute("data-run-state", "Done", { timeout: 60_000 });
  expect(filesApart(service.dataFolder, POOL1, POOL2)).toEqual([]);

  // Lost again: no scripts are needed.
  await loseAgain(api, home);
  await page.close();
  const context = await browser.newContext({ baseURL: service.address, javaScriptEnabled: false });
  const plain = await context.newPage();
  await new SignInPage(plain).enter();
  await plain.goto(`/pools/${POOL1}/restore`);
  await plain.getByLabel(TYPED).fill("pool9.example.com");
  await plain.getByRole("button", { name: "Restore to pool1", exact: true }).click();
  await expect(plain.getByRole("alert")).toContainText("pool9.example.com is not the pool of this page.");
  await plain.getByLabel(TYPED).fill(POOL1);
  await plain.getByRole("button", { name: "Restore to pool1", exact: true }).click();
  await expect(plain).toHaveURL(/\/requests\/.+/);
  await expect(plain.locator("[data-run-state]")).toBeVisible();
  await context.close();
});

test("the page of a run survives everything being killed", async ({ page, service }) => {
  const api = door(service.address, service.dataFolder);
  const home = contentOf(service.dataFolder, POOL1, POOL1);
  writeMeetings(home, 4, 250);
  await settleContent(api, POOL1);
  rmSync(home, { recursive: true });
  await untilContent(api, POOL1, "ErrorState");
  const { Id } = await (await api.sync(POOL2)).json();
  await service.killHard();
  const again = await startService(service.dataFolder);
  try {
    await page.goto(again.address);
    await page.getByLabel("Password").waitFor();
    await new SignInPage(page).signIn();
    await page.getByRole("heading", { level: 2 }).first().waitFor();
    await page.goto(`${again.address}/requests/${Id}`);
    const run = new RunPage(page);
    await expect(run.state()).toHaveAttribute("data-run-state", "Done", { timeout: 60_000 });
    expect(filesApart(service.dataFolder, POOL1, POOL2)).toEqual([]);
  } finally {
    await page.close(); // an open page would ask the stopped server
    await again.stop();
  }
});

test("another store's content moves to the trash before what was lost comes back; content without its marker is adopted as it is", async ({
  page,
  service,
}) => {
  const { dataFolder } = service;
  const api = door(service.address, dataFolder);
  const lost = new ConsolePage(page);
  const run = new RunPage(page);
  const home = contentOf(dataFolder, POOL1, POOL1);
  writeMeetings(home, 2, 5);
  await settleContent(api, POOL1);
  const standby = filesOn(dataFolder, POOL2, POOL1);
  rmSync(home, { recursive: true });
  mkdirSync(home);
  writeFileSync(join(home, MARKER), '{"pairkeeper":"data set","homePool":"elsewhere.test","dataSetId":"x"}\n');
  writeFileSync(join(home, "strange.txt"), "strange");
  await untilContent(api, POOL1, "ErrorState");
  await new SignInPage(page).enter();
  await page.goto(`/pools/${POOL1}/restore`);
  await expect(page.getByText("what stands there now, into the trash of pool1 for 7 days")).toBeVisible();
  await page.getByLabel(TYPED).fill(POOL1);
  await lost.button("Restore to pool1").click();
  await expect(run.state()).toHaveAttribute("data-run-state", "Done", { timeout: 60_000 });
  expect(filesOn(dataFolder, POOL1, POOL1)).toEqual(standby);
  const aside = readdirSync(join(dataFolder, "pools", POOL1, "files", "Trash", POOL1), { recursive: true });
  expect(aside.some((path) => String(path).endsWith("strange.txt"))).toBe(true);

  // Without its marker there are two choices, and what stands there stays when it is adopted.
  await untilContent(api, POOL1, "FinalState");
  rmSync(join(home, MARKER));
  rmSync(join(home, "meeting 0"), { recursive: true });
  await untilContent(api, POOL1, "ErrorState");
  await page.goto(`/pools/${POOL1}/restore`);
  await expect(page.getByRole("heading", { name: "Restore from pool2" })).toBeVisible();
  const adopt = page.getByRole("form", { name: "Adopt as it is" });
  await expectAccessible(page);
  await adopt.getByLabel("Type the pool whose store is adopted").fill(POOL1);
  await adopt.getByRole("button", { name: "Adopt as it is" }).click();
  await expect(page).toHaveURL(/\/requests\/.+/);
  await expect(lost.title()).toHaveText("Adoption of the stores of pool1");
  await expect(run.state()).toHaveAttribute("data-run-state", "Done", { timeout: 90_000 });
  expect(filesApart(dataFolder, POOL1, POOL2)).toEqual([]);
  await untilContent(api, POOL1, "FinalState");
});

test("a whole store that is lost is adopted, never filled without a person", async ({ page, service }) => {
  const { dataFolder } = service;
  const api = door(service.address, dataFolder);
  writeMeetings(contentOf(dataFolder, POOL1, POOL1), 2, 5);
  await settleContent(api, POOL1);
  expect(filesApart(dataFolder, POOL1, POOL2)).toEqual([]);
  rmSync(join(dataFolder, "pools", POOL1, "files"), { recursive: true });
  await untilContent(api, POOL1, "ErrorState");
  await new SignInPage(page).enter();
  await page.getByRole("link", { name: "To the adoption of pool1" }).click();
  await expect(page.getByText("First see whether the disk is mounted.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Type the pool whose store is adopted").fill(POOL1);
  await new ConsolePage(page).button("Adopt as it is").click();
  await expect(new RunPage(page).state()).toHaveAttribute("data-run-state", "Done", { timeout: 90_000 });
  expect(filesApart(dataFolder, POOL1, POOL2)).toEqual([]);
});

test("a pool that nobody knows has no such page", async ({ browser, service }) => {
  // A page of its own: the 404 is an error in the console by nature.
  const context = await browser.newContext({ baseURL: service.address });
  const page = await context.newPage();
  await new SignInPage(page).enter();
  for (const path of ["/pools/pool9.example.com/restore", "/pools/nonsense/held", "/requests/none"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  }
  await context.close();
});

/** What came back is known to be on both sides, and is removed once more. */
async function loseAgain(api: ReturnType<typeof door>, home: string): Promise<void> {
  await untilContent(api, POOL1, "FinalState");
  rmSync(home, { recursive: true });
  await untilContent(api, POOL1, "ErrorState");
}
