import type { Browser, Page } from "playwright/test";
import { ADMIN_PASSWORD } from "../world/service.ts";

/** The page where people sign in, as a person uses it. */
export class SignInPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open() {
    await this.page.goto("/login");
  }

  async signIn(password: string = ADMIN_PASSWORD) {
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }

  /** From nowhere to the pairs. */
  async enter() {
    await this.open();
    await this.signIn();
    await this.page.getByRole("heading", { level: 2 }).first().waitFor();
  }
}

/** What a browser carries that has signed in. */
export async function cookiesOf(browser: Browser, address: string) {
  const context = await browser.newContext({ baseURL: address });
  await new SignInPage(await context.newPage()).enter();
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}
