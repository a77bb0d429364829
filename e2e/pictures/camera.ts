import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright/test";
import type { Cookies } from "../budgets/first-views.ts";

export type Look = {
  readonly width: number;
  readonly height: number;
  readonly scheme: "dark" | "light";
  /** All of the page, however long, or what one sees of it. */
  readonly isWhole?: boolean;
  /** Without any colour: states must be told apart all the same. */
  readonly isGrey?: boolean;
  readonly scale?: number;
  /** As somebody sees it who is not signed in. */
  readonly isStranger?: boolean;
};

export const DESKTOP = { width: 1440, height: 900 } as const;
export const PHONE = { width: 360, height: 740 } as const;

/** Whether a picture is among those that were asked for: parts of names, with commas between. */
export function isWanted(file: string, only: string): boolean {
  return only.split(",").some((part) => file.includes(part));
}

/** Takes pictures of pages in one folder, always the same way. */
export class Camera {
  readonly #browser: Browser;
  readonly #cookies: Cookies;
  readonly #folder: string;

  constructor(browser: Browser, cookies: Cookies, folder: string) {
    this.#browser = browser;
    this.#cookies = cookies;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Opens the page, waits until `isThere` holds, and takes it; returns the picture's size in bytes. */
  async take(url: string, name: string, look: Look, isThere: (page: Page) => Promise<void> = settled): Promise<number> {
    const { width, height, scheme, isWhole = false, isGrey = false, scale = 1, isStranger = false } = look;
    const context = await this.#browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      colorScheme: scheme,
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "UTC",
    });
    try {
      if (!isStranger) await context.addCookies(this.#cookies);
      const page = await context.newPage();
      await page.goto(url, { waitUntil: "load" });
      await isThere(page);
      if (isWhole) await page.addStyleTag({ content: "* { content-visibility: visible !important }" }); // what is not seen yet too
      if (isGrey) await page.addStyleTag({ content: "html { filter: grayscale(1) }" });
      const path = join(this.#folder, `${name}.png`);
      await page.screenshot({ path, fullPage: isWhole, animations: "disabled", caret: "hide" });
      return statSync(path).size;
    } finally {
      await context.close();
    }
  }
}

/** Fonts are there, and the page has been told once what there is. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(1_500);
}
