import type { Browser } from "playwright/test";
import { axeFinds } from "../pages/axe.ts";
import type { Cookies } from "./first-views.ts";
import { atMost, type Budget, quantile } from "./table.ts";

/** What measures of the web call slow 4G: bytes a second, and milliseconds there and back. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const LOADS = 5;
const PHONE = { width: 360, height: 740 };

/** The page on call on a phone far out, of which no script ever comes; and what axe finds in it, in both themes. */
export async function onCallLook(browser: Browser, address: string, cookies: Cookies): Promise<Budget[]> {
  const context = await browser.newContext({ baseURL: address, viewport: PHONE });
  await context.addCookies(cookies);
  await context.route(/\.js(\?|$)/, (route) => route.abort());
  const paints: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    await session.send("Network.emulateNetworkConditions", SLOW_4G);
    await page.goto("/on-call", { waitUntil: "load" });
    paints.push(await page.evaluate(largestPaint));
    await page.close();
  }
  await context.close();
  const found = await whatAxeFinds(browser, address, cookies);
  return [
    atMost("on call on slow 4G without scripts: largest paint, median", 2, quantile(paints, 0.5) / 1000, "s", 2),
    atMost("on call: what axe finds, dark and light", 0, found, "", 0),
  ];
}

async function whatAxeFinds(browser: Browser, address: string, cookies: Cookies): Promise<number> {
  let found = 0;
  for (const colorScheme of ["dark", "light"] as const) {
    const context = await browser.newContext({ baseURL: address, viewport: PHONE, colorScheme });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto("/on-call");
    const finds = await axeFinds(page);
    for (const find of finds) console.log(`  ${colorScheme}: ${find}`);
    found += finds.length;
    await context.close();
  }
  return found;
}

/** In the page: when the largest thing was painted, if nothing larger comes within half a second. */
function largestPaint(): Promise<number> {
  return new Promise((resolve) => {
    let last = Number.POSITIVE_INFINITY;
    new PerformanceObserver((list) => {
      last = list.getEntries().at(-1)?.startTime ?? last;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    setTimeout(() => resolve(last), 500);
  });
}
