import { PairsPage, POOL1 } from "../pages/pairs-page.ts";
import { ADMIN_PASSWORD } from "../world/service.ts";
import { expect, test } from "../world/world.ts";

test("from sign-in to a finished sync without a mouse", async ({ page }) => {
  const pairs = new PairsPage(page);
  await page.goto("/");
  await expect(page.getByLabel("Password")).toBeFocused();
  await page.keyboard.type(ADMIN_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(pairs.syncButton(POOL1)).toBeVisible();

  const isFocused = () => pairs.syncButton(POOL1).evaluate((button) => button === document.activeElement);
  for (let stops = 0; !(await isFocused()) && stops < 40; stops += 1) await page.keyboard.press("Tab");
  await expect(pairs.syncButton(POOL1)).toBeFocused();

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const menu = page.locator("[popover]:popover-open");
  await expect(menu).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Choose what to sync, pool1 → pool2" })).toBeFocused();

  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(pairs.run(POOL1)).toContainText("Last sync: done at", { timeout: 60_000 });
});
