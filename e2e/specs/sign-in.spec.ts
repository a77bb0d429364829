import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

test("a wrong password is refused in words, and the console stays closed; the one-time link signs in once and only once", async ({
  page,
  browser,
  service,
}) => {
  const door = new SignInPage(page);
  await door.open();
  await door.signIn("not the password");
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await page.goto("/");
  await expect(page).toHaveURL(/\/login$/);

  await page.goto(service.signInLink);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login$/);

  const other = await browser.newContext();
  const second = await other.newPage();
  await second.goto(service.signInLink);
  await second.getByRole("button", { name: "Sign in" }).click();
  await expect(second.getByRole("alert").filter({ hasText: "used already" })).toBeVisible();
  await second.goto(service.address);
  await expect(second).toHaveURL(/\/login$/);
  await other.close();
});

test("a link needs no scripts, and its token goes into no Referer; a page whose session has ended goes to the sign-in page by itself", async ({
  browser,
  service,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const referers: Promise<string | null>[] = [];
  page.on("request", (request) => referers.push(request.headerValue("referer")));
  await page.goto(service.signInLink);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  const seen = new Set(await Promise.all(referers));
  expect([...seen].filter((referer) => referer !== null)).toEqual([`${service.address}/`]);
  await context.close();

  // A page of its own: the refused poll is an error that this page is meant to meet.
  const ending = await browser.newContext({ baseURL: service.address });
  const open = await ending.newPage();
  await new SignInPage(open).enter();
  await ending.clearCookies();
  await expect(open).toHaveURL(/\/login$/);
  await ending.close();

  // Signing in needs no scripts, and a page that never came alive takes its states back.
  const still = await browser.newContext({ baseURL: service.address, javaScriptEnabled: false });
  const plain = await still.newPage();
  const door = new SignInPage(plain);
  await door.open();
  await door.signIn("not the password");
  await expect(plain.getByRole("alert")).toContainText("wrong");
  await door.signIn();
  await expect(plain.locator("[data-state]").first()).toBeVisible();
  await expect(plain.getByText("This page did not come alive")).toBeVisible({ timeout: 20_000 });
  await still.close();
});
