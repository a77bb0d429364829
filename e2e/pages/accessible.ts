import type { Page } from "playwright/test";
import { expect } from "../world/world.ts";
import { axeFinds } from "./axe.ts";

/** Each with what axe looks at there: what has no colour it has seen in the first. */
const THEMES = [
  ["dark", "all"],
  ["light", "of colours"],
] as const;
type Size = { readonly width: number; readonly height: number };

/** A desk, a phone, and a desk at 200 % zoom. */
const SIZES = [
  { width: 1440, height: 900 },
  { width: 360, height: 740 },
  { width: 720, height: 450 },
];

/** A phone alone, for a page that is long and the same everywhere. */
export const PHONE: readonly Size[] = [{ width: 360, height: 740 }];

/** Nothing that axe finds, and nothing that scrolls sideways, in both themes and at every size (PRODUCT D7). */
export async function expectAccessible(page: Page, sizes: readonly Size[] = SIZES) {
  for (const [colorScheme, rules] of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const size of sizes) {
      await page.setViewportSize(size);
      expect(await axeFinds(page, "html", rules), `${colorScheme}, ${size.width} px`).toEqual([]);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(tooWide, `sideways scrolling at ${size.width} px`).toBeLessThanOrEqual(0);
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** The same of an open dialog alone: on a phone in both themes, where it has the least room. */
export async function expectDialogAccessible(page: Page) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  for (const [colorScheme, rules] of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await axeFinds(page, "dialog[open]", rules), `dialog, ${colorScheme}`).toEqual([]);
    const dialog = page.locator("dialog[open]");
    expect(await dialog.evaluate((one) => one.scrollWidth - one.clientWidth), "sideways scrolling").toBeLessThanOrEqual(
      0,
    );
  }
  if (before !== null) await page.setViewportSize(before);
}
