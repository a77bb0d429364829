import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectAccessible, expectDialogAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { poolFromOutside } from "../pages/outside.ts";
import { FILES, PairsPage, POOL1, POOL2 } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { contentOf } from "../pages/two-sides.ts";
import { door } from "../world/door.ts";
import { giveRole } from "../world/role.ts";
import { expect, test } from "../world/world.ts";

test("a forced sync is looked at first, leaves no trace until it is pressed, and ten taps are one run", async ({
  page,
  service,
}) => {
  const pairs = new PairsPage(page);
  const dialog = page.getByRole("dialog");
  const api = door(service.address, service.dataFolder);
  const asked = async () => (await api.requests()).Requests.length;
  await new SignInPage(page).enter();
  await expect(pairs.exportBadge(POOL1, FILES)).toHaveAttribute("data-state", "FinalState");
  poolFromOutside(service.dataFolder, POOL1).writeUser("sip:ada@example.com");

  await page.getByRole("button", { name: "Choose what to sync, pool1 → pool2" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { name: "Sync pool1 → pool2" })).toBeVisible();
  await expect(dialog).toContainText(POOL1);
  await expect(dialog).toContainText(POOL2);
  await expect(dialog).toContainText("PresenceFocus: 1 row", { timeout: 20_000 });
  await expect(dialog).toContainText("Not known: no sync of it was measured yet");
  await expect(dialog).toContainText(`Invoke-CsBackupServiceSync -PoolFqdn ${POOL1} -BackupModule All`);
  await expectDialogAccessible(page);
  await dialog.getByLabel("What").selectOption(FILES);
  await expect(dialog).toContainText("DataConf: nothing waits");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  expect(await asked(), "a look leaves no trace").toBe(0);

  await page.getByRole("button", { name: "Choose what to sync, pool1 → pool2" }).click();
  await page.getByRole("button", { name: "See first what it does" }).and(page.locator(":visible")).click();
  await dialog.getByRole("button", { name: "Sync pool1 → pool2" }).click();
  await expect(pairs.run(POOL1)).toContainText("1 row", { timeout: 60_000 });
  expect(poolFromOutside(service.dataFolder, POOL2).hasUser("sip:ada@example.com", POOL1)).toBe(true);
  expect(await asked()).toBe(1);

  const press = pairs.syncButton(POOL2);
  await press.evaluate((button) => {
    for (let tap = 0; tap < 10; tap += 1) (button as HTMLButtonElement).click();
  });
  await expect(pairs.run(POOL2)).toContainText("there was nothing to copy", { timeout: 60_000 });
  expect(await asked()).toBe(2);

  giveRole(service.dataFolder, "viewer");
  await page.reload();
  await expect(page.getByText("Sync now needs the role operator.").first()).toBeVisible();
  await expect(page.locator("[data-sync]")).toHaveCount(0);
});

test("a copy that falls behind has its limit lifted, says until when, and ends it", async ({ page, service }) => {
  const { dataFolder } = service;
  const pairs = new PairsPage(page);
  const board = new ConsolePage(page);
  const api = door(service.address, dataFolder);
  const banner = page.locator('[data-reason="limit-reached"]');
  const lift = page.locator(`[data-lift="${FILES}"]`);
  await new SignInPage(page).enter();
  await expect(pairs.exportBadge(POOL1, FILES)).toHaveAttribute("data-state", "FinalState");
  await api.configure({ MaxDataConfPackageSizeKB: 64, SyncInterval: "00:00:05" });
  const content = contentOf(dataFolder, POOL1, POOL1);
  for (let file = 0; file < 40; file += 1) writeFileSync(join(content, `slide ${file}.bin`), Buffer.alloc(60 * 1024));
  await expect(banner).toBeVisible({ timeout: 60_000 });
  await api.configure({ SyncInterval: "00:30:00" }); // from here on only a lift carries it
  await expect(banner.getByRole("link", { name: /In the guide/ })).toHaveAttribute("href", "/guide#limit-reached");
  await expectAccessible(page);

  await board.tabTo(lift.getByRole("button", { name: /Lift the limit for 30 min/ }), 80);
  await page.keyboard.press("Enter");
  await expect(page.locator(`[data-wait="${FILES}"]`).first()).toContainText("Limit lifted until");
  await expect(pairs.exportBadge(POOL1, FILES)).toHaveAttribute("data-state", "FinalState", { timeout: 60_000 });
  expect(poolFromOutside(dataFolder, POOL2).hasFile(join(content, "slide 39.bin"), POOL1, "slide 39.bin")).toBe(true);
  await expect(page.locator(`[data-wait="${FILES}"]`).first()).toContainText("Limit lifted until");
  const end = await page.request.delete(`/api/v1/pools/${POOL1}/lift`, {
    data: { module: "DataConf" },
    headers: { origin: service.address },
  });
  expect(await end.json()).toMatchObject({ LimitLiftedUntil: null });
  await expect(page.locator(`[data-wait="${FILES}"]`).first()).not.toContainText("Limit lifted until");
});
