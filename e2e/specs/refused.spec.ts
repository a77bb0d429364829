import { join } from "node:path";
import type { Page } from "playwright/test";
import { expectAccessible, expectDialogAccessible, PHONE } from "../pages/accessible.ts";
import { fillDisk, flipByte, holdTrash, partsOnTheWay } from "../pages/misfortunes.ts";
import { poolFromOutside } from "../pages/outside.ts";
import { FILES, PairsPage, POOL1, POOL2, ROWS } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { door } from "../world/door.ts";
import { expect, test } from "../world/world.ts";

const REFUSED = "sip:refused@example.com";
const GOOD = "sip:good@example.com";
const DROPPED = "sip:dropped@example.com";
const SOURCE = join(process.cwd(), "package.json");

test("what a partner refuses, drops or gets damaged and a disk that is full are named on the page, all else goes on, and what the page offers mends each", async ({
  page,
  service,
}) => {
  const { dataFolder } = service;
  const pairs = new PairsPage(page);
  const [pool1, pool2] = [POOL1, POOL2].map((pool) => poolFromOutside(dataFolder, pool));
  if (!pool1 || !pool2) throw new Error("Two pools were asked for.");
  await new SignInPage(page).enter();
  await expect(pairs.exportBadge(POOL1, ROWS)).toHaveAttribute("data-state", "FinalState");

  pool2.refuseUser(REFUSED);
  pool1.writeUser(REFUSED);
  pool1.writeUser(GOOD);
  await pairs.syncButton(POOL1).click();
  await expect(pairs.refused(ROWS)).toHaveText(`1 row refused by pool2: users ["${REFUSED}"]`);
  await expect(pairs.exportBadge(POOL1, ROWS)).toHaveAttribute("data-state", "SteadyState");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("pool2 refuses items of PresenceFocus");
  await expect(page.getByText("Nobody of that name.")).toBeVisible();
  expect(pool2.hasUser(GOOD, POOL1)).toBe(true);
  expect(pool2.hasUser(REFUSED, POOL1)).toBe(false);

  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, "a long name must not widen a phone's page").toBeLessThanOrEqual(0);

  // On the page of the copy it can be skipped, with a reason: held and named, and nobody is told of it any more.
  await page.goto(`/pairs/${POOL1}/${ROWS}`);
  const panel = page.getByRole("region", { name: "Refused" });
  const item = panel.locator(`[data-quarantined='users ["${REFUSED}"]']`);
  await expect(item).toContainText("Nobody of that name.");
  await expect(page.locator(`[data-canary="${ROWS}"]`)).toContainText("written on pool1, read on pool2 after", {
    timeout: 30_000,
  });
  await expectAccessible(page, PHONE);
  await item.getByRole("button", { name: "Skip" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Skip it" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Say why on one line");
  await expectDialogAccessible(page);
  await dialog.getByLabel("Why may it stay without a second copy?").fill("Left the company.");
  await dialog.getByRole("button", { name: "Skip it" }).click();
  await expect(item).toContainText("Skipped by admin at");
  await expect(item).toContainText("Left the company.");
  await expect(pairs.exportBadge(POOL1, ROWS)).toHaveAttribute("data-state", "SteadyState");
  await page.goto("/");
  await expect(pairs.skipped(ROWS)).toHaveText("1 refused row skipped: without a second copy");
  await expect(pairs.refused(ROWS)).toHaveCount(0);

  // Retried it is refused again, and the run says so.
  await page.goto(`/pairs/${POOL1}/${ROWS}`);
  await item.getByRole("button", { name: "Retry now" }).click();
  await panel.getByRole("link", { name: "Asked for: see what came of it" }).click();
  await expect(page.getByText("1 item was refused again, first users")).toBeVisible({ timeout: 30_000 });
  await page.goto("/");
  await expect(pairs.refused(ROWS)).toHaveCount(1);

  pool1.deleteUser(REFUSED);
  await pairs.syncButton(POOL1).click();
  await expect(pairs.exportBadge(POOL1, ROWS)).toHaveAttribute("data-state", "FinalState", { timeout: 30_000 });
  await expect(pairs.refused(ROWS)).toHaveCount(0);

  await test.step("a change that the standby drops, and acknowledges, is found by a compare and sent again", async () => {
    pool2.dropSilently(DROPPED);
    pool1.writeUser(DROPPED);
    await pairs.syncButton(POOL1).click();
    await expect.poll(() => pairs.exportState(POOL1, ROWS), { timeout: 30_000 }).toBe("FinalState"); // nothing tells it yet
    expect(pool2.hasUser(DROPPED, POOL1)).toBe(false);
    await compareRows(page);
    await expect(page.locator(`[data-part="${ROWS}"]`)).toContainText("1 missing there as of", { timeout: 60_000 });
    await page.goto("/");
    await expect(pairs.exportBadge(POOL1, ROWS)).toHaveAttribute("data-state", "ErrorState");
    await expect(page.locator("[data-reason=standby-differs]")).toContainText(
      "Send them again on the page of the copy",
    );
    pool2.dropNoMore();
    await page.goto(`/pairs/${POOL1}/${ROWS}`);
    const missing = page.locator("[data-drift=missing]");
    await expect(missing).toContainText(DROPPED);
    await missing.getByRole("button").click();
    await page.getByRole("dialog").getByRole("button", { name: "Send again" }).click();
    await expect(page.locator("[data-run-state=Done]")).toBeVisible({ timeout: 60_000 });
    expect(pool2.hasUser(DROPPED, POOL1)).toBe(true);
    await compareRows(page);
    await expect(page.locator(`[data-part="${ROWS}"]`)).toContainText("Verified equal as of", { timeout: 60_000 });
  });

  await test.step("a package that is damaged on its way is named, not imported, and sent again by itself", async () => {
    pool1.makeFolder("plans");
    await page.goto("/");
    await pairs.syncButton(POOL1).click();
    await expect(pairs.run(POOL1)).toContainText("done at", { timeout: 30_000 });
    expect(pool2.hasFolder(POOL1, "plans")).toBe(true);
    const letGo = holdTrash(dataFolder, POOL2); // nothing can take the folder's place
    pool1.deleteFolder("plans");
    pool1.copyFile(SOURCE, "plans");
    await pairs.syncButton(POOL1).click();
    const parts = () => partsOnTheWay(dataFolder, POOL1, POOL2, FILES);
    await expect.poll(() => parts().length, { timeout: 30_000 }).toBeGreaterThan(0);
    await expect(page.locator("[data-reason=store-unreachable]")).toContainText("Trash");
    for (const part of parts()) flipByte(part);
    const damaged = page.locator("[data-reason=package-damaged]");
    await expect(damaged).toContainText("It is sent again under a new number by itself");
    await expect(damaged).toContainText(join("pools", POOL2, "files", "BackupStore", FILES));
    letGo();
    await expect.poll(() => pool2.hasFile(SOURCE, POOL1, "plans"), { timeout: 60_000 }).toBe(true);
    await expect(pairs.exportBadge(POOL1, FILES)).toHaveAttribute("data-state", "FinalState", { timeout: 60_000 });
    await expect(page.locator("[data-reason]")).toHaveCount(0);
  });

  await test.step("a full disk is named by the store that lies on it, and Sync now carries on when there is room", async () => {
    const makeRoom = fillDisk(dataFolder, POOL1);
    pool1.copyFile(SOURCE, "slides.json");
    await door(service.address, dataFolder).configure({ SyncInterval: "00:00:05" });
    const full = page.locator("[data-reason=disk-full]").first();
    await expect(full).toContainText(join(dataFolder, "pools", POOL1, "files"));
    await expect(full).toContainText(`The file store of ${POOL1} has no room left.`);
    await expect(full).toContainText("Sync now tries at once");
    await expect(pairs.exportBadge(POOL1, FILES)).toHaveAttribute("data-state", "ErrorState");
    await expectAccessible(page, PHONE);
    makeRoom();
    await pairs.syncButton(POOL1).click();
    await expect.poll(() => pool2.hasFile(SOURCE, POOL1, "slides.json"), { timeout: 60_000 }).toBe(true);
    await expect(pairs.exportBadge(POOL1, FILES)).toHaveAttribute("data-state", "FinalState", { timeout: 60_000 });
    await expect(page.locator("[data-reason]")).toHaveCount(0);
  });
});

async function compareRows(page: Page) {
  await page.goto(`/pairs/${POOL1}/${ROWS}`);
  const panel = page.getByRole("region", { name: "Compare", exact: true });
  await panel.getByRole("button", { name: "Compare now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Compare now" }).click();
}
