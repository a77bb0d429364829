import type { Page } from "playwright/test";
import { presses, pressTo, pressToPage } from "./presses.ts";
import { atMost, type Budget, quantile } from "./table.ts";

/** Where people press something. */
const PAGES = ["/", "/pairs/PAIR", "/restore", "/topology", "/settings", "/journal", "/audit", "/find", "/on-call"];
/** A press that has an end of its own: the browser leaves the page, or asks its own question. */
const NO_ANSWER_OF_THE_PAGE = /^(Sign out|Leave)$/i;

/** Every button of every page pressed once, each on a page that has just come: how long until something is seen to happen. */
export async function buttons(page: Page, pair: string): Promise<Budget[]> {
  const took: { readonly name: string; readonly ms: number | null }[] = [];
  await presses(page);
  for (const path of PAGES.map((one) => one.replace("PAIR", pair)))
    for (let place = 0; ; place += 1) {
      const next = await pressNth(page, path, place);
      if (next === "no more") break;
      if (next !== "passed over") took.push({ ...next, name: `${path}: ${next.name}` });
    }
  const silent = took.filter(({ ms }) => ms === null);
  const times = took.flatMap(({ ms }) => ms ?? []);
  const [worst] = took.filter(({ ms }) => ms !== null).sort((a, b) => (b.ms ?? 0) - (a.ms ?? 0));
  console.log(`  ${took.length} buttons; the slowest was ${worst?.name} with ${worst?.ms?.toFixed(0)} ms`);
  for (const { name } of silent) console.log(`  nothing was seen to happen: ${name}`);
  return [
    atMost(
      `from a press to the first that is seen, ${times.length} buttons, the slowest`,
      200,
      Math.max(...times),
      "ms",
      0,
    ),
    atMost("the same, median", 200, quantile(times, 0.5), "ms", 0),
    atMost("buttons after which nothing is seen", 0, silent.length, "", 0),
  ];
}

async function pressNth(page: Page, path: string, place: number) {
  await page.goto(path, { waitUntil: "load" });
  const all = page.locator('button:visible:enabled:not([aria-disabled="true"])');
  await all
    .first()
    .waitFor({ timeout: 5_000 })
    .catch(() => {});
  await page.waitForTimeout(200); // what comes with the first answer has come
  if (place >= (await all.count())) return "no more";
  const button = all.nth(place);
  const name =
    (await button.getAttribute("aria-label")) ?? ((await button.textContent()) ?? "").replace(/\s+/g, " ").trim();
  const isChosen = await button.evaluate((one) => one.getAttribute("aria-pressed") === "true");
  if (isChosen || NO_ANSWER_OF_THE_PAGE.test(name)) return "passed over";
  const press = () => button.click({ timeout: 5_000 });
  const bringsPage = await button.evaluate((one) => (one as HTMLButtonElement).form?.getAttribute("method") === "get");
  return { name, ms: bringsPage ? await pressToPage(page, press) : await pressTo(page, "body", press) };
}
