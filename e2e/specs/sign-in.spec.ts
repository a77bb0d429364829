import type { Browser, Page } from "playwright/test";
import { totp } from "#lib/testkit/totp.ts";
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
  await comesInWithCodes(browser, service.address, await newAccountOf(plain, "grace"));
  await plain.goto("/");
  await expect(plain.getByText("This page did not come alive")).toBeVisible({ timeout: 20_000 });
  await still.close();
});

/** An administrator's press; returns the link that is shown once. */
async function newAccountOf(page: Page, name: string): Promise<string> {
  await page.goto("/settings/accounts");
  await page.getByLabel("User name").fill(name);
  await page.getByRole("button", { name: "Make the account" }).click();
  return (await page.getByText("/login/link?token=").textContent()) ?? "";
}

/** By the link, with a password of their own then, and with codes of an app from then on; no step needs scripts. */
async function comesInWithCodes(browser: Browser, address: string, link: string) {
  const context = await browser.newContext({ baseURL: address, javaScriptEnabled: false });
  const page = await context.newPage();
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await page.goto(link);
  await press("Sign in");
  await page.getByLabel("New password").fill("grace's own words");
  await press("Set the password");
  await expect(page.getByText("It is set.")).toBeVisible();
  await page.getByRole("region", { name: "Codes at sign-in" }).getByLabel("Password of now").fill("grace's own words");
  await press("Set it up");
  const secret = await page
    .locator("code")
    .filter({ hasText: /^[A-Z2-7 ]{20,}$/ })
    .textContent();
  await page.getByLabel("The code that the app shows now").fill(totp(secret ?? "", Date.now()));
  await press("Turn it on");
  const codes = await page
    .locator("code")
    .filter({ hasText: /^[a-z2-9]{5}-/ })
    .textContent();
  await press("Sign out");
  await page.getByLabel("User name").fill("grace");
  await page.getByLabel("Password").fill("grace's own words");
  await press("Sign in");
  await page.getByLabel("Code of your app").fill("not a code");
  await press("Sign in");
  await expect(page.getByRole("alert")).toContainText("This code is wrong");
  await page.getByLabel("Code of your app").fill(codes?.split("\n")[0] ?? "");
  await press("Sign in");
  await expect(page.locator("[data-state]").first()).toBeVisible();
  await context.close();
}
