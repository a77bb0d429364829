import { expectAccessible, expectDialogAccessible, PHONE } from "../pages/accessible.ts";
import { poolFromOutside } from "../pages/outside.ts";
import { PairsPage, POOL1, POOL2, ROWS } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

const REFUSED = "sip:refused@example.com";
const GOOD = "sip:good@example.com";

test("a row that the partner refuses is held and named, everything else goes on, and its deletion makes it Final again", async ({
  page,
  service,
}) => {
  const pairs = new PairsPage(page);
  const [pool1, pool2] = [POOL1, POOL2].map((pool) => poolFromOutside(service.dataFolder, pool));
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
});
