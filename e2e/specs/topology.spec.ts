import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expectAccessible, expectDialogAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { foreignSql, poolFromOutside } from "../pages/outside.ts";
import { POOL1, POOL2 } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { giveRole } from "../world/role.ts";
import { ADMIN_PASSWORD } from "../world/service.ts";
import { expect, test } from "../world/world.ts";

const POOL3 = "pool3.pairkeeper.test";
const USER = "sip:ada@example.com";

test("a pool is added and paired anew, what its former partner holds is removed, and a viewer only looks", async ({
  page,
  service,
}) => {
  const { dataFolder } = service;
  const topology = new ConsolePage(page);
  const dialog = page.getByRole("dialog");
  const receipt = page.locator("[data-receipt]");
  const [pool1, pool2] = [POOL1, POOL2].map((pool) => poolFromOutside(dataFolder, pool));
  if (!pool1 || !pool2) throw new Error("Two pools were asked for.");
  await new SignInPage(page).enter();
  pool1.writeUser(USER);
  await page.locator(`button[data-sync="${POOL1}"]`).click();
  await expect.poll(() => pool2.hasUser(USER, POOL1), { timeout: 60_000 }).toBe(true);

  await page.goto("/topology");
  await expect(topology.title()).toHaveText("Topology");
  await expect(page.locator("[data-pair]")).toHaveCount(1);

  // Adding: refused at its field, then made by the keyboard alone.
  await topology.button("Add a pool").click();
  await expect(dialog.getByLabel("Full name")).toBeFocused();
  await page.keyboard.type("pool3");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText('"pool3" is not a pool\'s full name.');
  await expectDialogAccessible(page);
  await dialog.getByLabel("Full name").fill(POOL2);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText(`There is a pool ${POOL2} already.`);
  await dialog.getByLabel("Full name").fill(POOL3);
  await dialog.getByLabel("Edition").selectOption("Standard");
  await expect(dialog).toContainText(`New-CsPool -PoolFqdn ${POOL3} -Edition Standard`);
  await topology.tabTo(dialog.getByRole("button", { name: "Add the pool" }));
  await page.keyboard.press("Enter");
  await expect(receipt).toContainText(`${POOL3} was added.`);
  await expect(page.locator(`[data-pool="${POOL3}"]`)).toContainText("Standard");
  await expectAccessible(page);

  // Nothing of a former partner is there yet; the present partner's copy is not offered.
  await page.getByRole("button", { name: "Data of former partners on pool2" }).click();
  await expect(dialog).toContainText("pool2 holds nothing of former partners.");
  await dialog.getByRole("button", { name: "Close" }).click();

  // Another partner: warned of, refused until the name is typed, done once.
  await page.getByRole("button", { name: "Another partner for pool1" }).click();
  await expect(dialog.getByRole("list", { name: "Warnings" })).toContainText("only pools of one edition are supported");
  await expect(dialog).toContainText("pool2 is without a second copy until it is paired again.");
  await dialog.getByLabel(`Type ${POOL2} to part the two`).fill(POOL1);
  await dialog.getByRole("button", { name: "Part and pair anew" }).click();
  await expect(dialog.getByRole("alert")).toContainText(`${POOL1} is not the pool that was asked for.`);
  await expectDialogAccessible(page);
  await dialog.getByLabel(`Type ${POOL2} to part the two`).fill(POOL2);
  await page.keyboard.press("Enter");
  await expect(receipt).toContainText(`${POOL1} and ${POOL3} are paired.`);
  await expect(receipt.getByRole("link")).toHaveCount(2);
  await expect(page.locator(`[data-pair="${POOL1}"]`)).toContainText(POOL3);
  await expect(page.getByRole("heading", { name: "Without a partner" })).toBeVisible();
  const pool3 = poolFromOutside(dataFolder, POOL3);
  await expect.poll(() => pool3.hasUser(USER, POOL1), { timeout: 60_000 }).toBe(true);
  expect(pool2.hasUser(USER, POOL1), "what the former partner holds stays").toBe(true);

  // What pool2 still holds is counted, then removed.
  await page.getByRole("button", { name: "Data of former partners on pool2" }).click();
  await expect(dialog.getByRole("table", { name: "What would be removed" })).toContainText(POOL1);
  await expectDialogAccessible(page);
  await dialog.getByLabel(`Type ${POOL2} to remove it`).fill(POOL2);
  await dialog.getByRole("button", { name: "Remove it" }).click();
  await expect(receipt).toContainText(`Standby data was removed from ${POOL2}.`);
  await expect(receipt).toContainText(`item of UserServices.PresenceFocus of ${POOL1}`);
  expect(pool2.hasUser(USER, POOL1)).toBe(false);
  expect(pool3.hasUser(USER, POOL1)).toBe(true);

  // Parted, and paired once more.
  await page.getByRole("button", { name: /^Part them/ }).click();
  await dialog.getByRole("button", { name: "Part them" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Nothing was typed.");
  await expectDialogAccessible(page);
  await dialog.getByLabel(`Type ${POOL1} to part them`).fill(POOL1);

  // Long after sign-in it asks who it is, in place, and goes on.
  foreignSql(join(dataFolder, "ledger.db"), "UPDATE session SET confirmedAt = '2026-01-01T00:00:00.000Z'");
  await page.keyboard.press("Enter");
  const confirm = page.getByRole("dialog", { name: "Is it still you?" });
  await confirm.getByLabel("Your password").fill("not the password");
  await page.keyboard.press("Enter");
  await expect(confirm.getByRole("alert")).toContainText("neither your password nor a code");
  await confirm.getByLabel("Your password").fill(ADMIN_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(receipt).toContainText("are parted.");
  await expect(page.locator("[data-pair]")).toHaveCount(0);
  await topology.button("Pair pool1").click();
  await dialog.getByLabel("Its backup pool").selectOption(POOL2);
  await expect(dialog.getByRole("list", { name: "Warnings" })).toHaveCount(0);
  await expectDialogAccessible(page);
  await dialog.getByRole("button", { name: "Pair them" }).click();
  await expect(receipt).toContainText(`${POOL1} and ${POOL2} are paired.`);
  await expect.poll(() => pool2.hasUser(USER, POOL1), { timeout: 60_000 }).toBe(true);

  // Checked before it matters: a pool that is well, then one that lost its store; each fault has its name and what to do.
  await page.goto(`/pairs/${POOL1}`);
  const check = (pool: string) => page.locator(`[data-checked="${pool}"]`);
  await page.locator(`[data-check="${POOL1}"]`).click();
  await expect(check(POOL1).getByRole("status")).toContainText("passed, as of");
  await expect(check(POOL1).locator('[data-result="failed"]')).toHaveCount(0);
  renameSync(join(dataFolder, "pools", POOL2, "files"), join(dataFolder, "pools", POOL2, "files-away"));
  await page.locator(`[data-check="${POOL2}"]`).click();
  const lost = check(POOL2).locator('[data-name="file-store"]');
  await expect(lost).toHaveAttribute("data-code", "store-lost");
  await expect(lost).toContainText("has no marker");
  await expect(lost).toContainText("See that the right store is mounted");
  await expect(check(POOL2).locator('[data-name="writing"]')).toHaveAttribute("data-result", "not-known");
  expect(existsSync(join(dataFolder, "pools", POOL2, "files")), "a check makes no store").toBe(false);
  await expectAccessible(page);
  renameSync(join(dataFolder, "pools", POOL2, "files-away"), join(dataFolder, "pools", POOL2, "files"));
  await page.goto("/topology");

  giveRole(dataFolder, "restorer");
  await page.reload();
  await expect(page.getByText("Who holds the role administrator changes them here.")).toBeVisible();
  await expect(page.locator("main").getByRole("button")).toHaveCount(0);
});
