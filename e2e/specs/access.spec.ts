import { expectAccessible } from "../pages/accessible.ts";
import { COPIES } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

test("the sign-in page and the page of pairs can be used by everybody, its menu included; an address that leads nowhere says so", async ({
  page,
  browser,
  service,
}) => {
  await new SignInPage(page).open();
  await expectAccessible(page);
  await new SignInPage(page).enter();
  await expect(page.locator('[data-state="FinalState"]')).toHaveCount(COPIES);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Choose what to sync, pool1 → pool2" }).click();
  await expectAccessible(page);
  await page.close();

  // A page of its own: the 404 is an error in the console by nature.
  const context = await browser.newContext({ baseURL: service.address });
  const nowhere = await context.newPage();
  await nowhere.goto("/nowhere");
  await expect(nowhere.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  await expectAccessible(nowhere);
  await context.close();
});
