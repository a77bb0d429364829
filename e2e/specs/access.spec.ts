import { expectAccessible } from "../pages/accessible.ts";
import { COPIES } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

test("the sign-in page can be used by everybody", async ({ page }) => {
  await new SignInPage(page).open();
  await expectAccessible(page);
});

test("the page of pairs can be used by everybody, its menu included", async ({ page }) => {
  await new SignInPage(page).enter();
  await expect(page.locator('[data-state="FinalState"]')).toHaveCount(COPIES);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Choose what to sync, pool1 → pool2" }).click();
  await expectAccessible(page);
});

test("an address that leads nowhere says so", async ({ browser, service }) => {
  // A page of its own: the 404 is an error in the console by nature.
  const context = await browser.newContext({ baseURL: service.address });
  const page = await context.newPage();
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  await expectAccessible(page);
  await context.close();
});
