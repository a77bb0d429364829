import type { Browser } from "playwright/test";
import { manyPairs } from "#lib/testkit/many-pairs.ts";
import { PairsPage } from "../pages/pairs-page.ts";
import { openFront } from "../world/front.ts";
import { MadeFeed } from "../world/made-feed.ts";
import type { Cookies } from "./first-views.ts";
import { presses, pressTo } from "./presses.ts";
import { atMost, type Budget, quantile } from "./table.ts";

const PAIRS = 1000;
const LOADS = 5;

/**
 * The page of pairs with a thousand of them, in a browser that keeps its cache: until the list stands and takes what is
 * typed, and from a key to the frame with the shorter list.
 */
export async function thousandPairs(browser: Browser, service: string, cookies: Cookies): Promise<Budget[]> {
  const front = await openFront(service, new MadeFeed(manyPairs(PAIRS, "calm")));
  const context = await browser.newContext({ baseURL: front.address, viewport: { width: 1440, height: 900 } });
  try {
    const { hostname } = new URL(front.address);
    await context.addCookies(cookies.map((cookie) => ({ ...cookie, domain: hostname })));
    const usable: number[] = [];
    const feedback: number[] = [];
    for (let load = 0; load <= LOADS; load += 1) {
      const page = await context.newPage();
      await presses(page);
      await page.goto("/");
      const pairs = new PairsPage(page);
      await page.waitForFunction(() => document.querySelectorAll("li[data-pair]").length >= 60, null, {
        polling: "raf",
      });
      const stood = await page.evaluate(() => performance.now());
      await pairs.search().focus();
      const took = await pressTo(page, "main", () => page.keyboard.press("s"));
      if (load > 0) usable.push(stood); // the first one filled the browser's cache
      if (load > 0) feedback.push(took ?? Number.POSITIVE_INFINITY);
      await page.close();
    }
    return [
      atMost(`${PAIRS.toLocaleString("en")} pairs: usable after, median`, 1.5, quantile(usable, 0.5) / 1000, "s", 2),
      atMost(
        `${PAIRS.toLocaleString("en")} pairs: from a key to the list, median`,
        200,
        quantile(feedback, 0.5),
        "ms",
        0,
      ),
    ];
  } finally {
    await context.close();
    await front.close();
  }
}
