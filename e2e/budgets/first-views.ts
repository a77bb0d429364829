import { gzipSync } from "node:zlib";
import type { Browser } from "playwright/test";
import { atMost, type Budget } from "./table.ts";

const PAGES = [
  { path: "/on-call", limit: 150 },
  { path: "/wall", limit: 150 },
  { path: "/", limit: 195 },
] as const;

/** JavaScript that a browser without a cache runs until each page stands, compressed. Later chunks and prefetched pages are not of it. */
export async function firstViews(browser: Browser, address: string, cookies: Cookies): Promise<Budget[]> {
  const rows: Budget[] = [];
  for (const { path, limit } of PAGES) {
    const context = await browser.newContext({ baseURL: address });
    await context.addCookies(cookies);
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on("response", (response) => {
      const isScript = response.request().resourceType() === "script" && response.ok();
      if (isScript) sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(path, { waitUntil: "load" });
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    await context.close();
    rows.push(atMost(`JavaScript of the first view of ${path}, gz`, limit, bytes / 1000, "kB"));
  }
  return rows;
}

export type Cookies = Parameters<Awaited<ReturnType<Browser["newContext"]>>["addCookies"]>[0];
