import type { Page } from "playwright/test";
import { presses, pressTo, pressToPage } from "./presses.ts";
import { atMost, type Budget } from "./table.ts";

/** Where people press something. */
const PAGES = [
  "/",
  "/pairs/POOL",
  "/pairs/POOL/UserServices.PresenceFocus",
  "/pools/POOL/check",
  "/pools/POOL/loss",
  "/pools/POOL/restore",
  "/pools/POOL/trash",
  "/restore",
  "/topology",
  "/settings",
  "/settings/displays",
  "/settings/tokens",
  "/journal",
  "/audit",
  "/find",
  "/on-call",
];
/** A press that has an end of its own: the browser leaves the page, or asks its own question. */
const NO_ANSWER_OF_THE_PAGE = /^(Sign out|Leave)$/i;

const LIMIT_MS = 200;
type Pressed = { readonly name: string; readonly ms: number | null; readonly bringsPage: boolean };
type Press = Pressed | "passed over" | "no more";
const TRIES = 3;

/** Every button of every page pressed once, each on a page that has just come: how long until something is seen to happen. */
export async function buttons(page: Page, pool: string): Promise<Budget[]> {
  const took: Pressed[] = [];
  await presses(page);
  for (const path of PAGES.map((one) => one.replace("POOL", pool)))
    for (let place = 0; ; place += 1) {
      const next = await pressNthSurely(page, path, place);
      if (next === "no more") break;
      if (next !== "passed over") took.push({ ...next, name: `${path}: ${next.name}` });
    }
  const silent = took.filter(({ ms }) => ms === null);
  for (const { name } of silent) console.log(`  nothing was seen to happen: ${name}`);
  return [
    slowest(
      "from a press to the first that is seen, the slowest of",
      took.filter(({ bringsPage }) => !bringsPage),
    ),
    slowest(
      "from a press to the first words of another page, the slowest of",
      took.filter((one) => one.bringsPage),
    ),
    atMost("buttons after which nothing is seen", 0, silent.length, "", 0),
  ];
}

function slowest(what: string, pressed: readonly Pressed[]): Budget {
  const [worst] = pressed.filter(({ ms }) => ms !== null).sort((a, b) => (b.ms ?? 0) - (a.ms ?? 0));
  const row = atMost(`${what} ${pressed.length}`, LIMIT_MS, worst?.ms ?? Number.NaN, "ms", 0);
  return { ...row, measured: `${row.measured} (${worst?.name})` };
}

/** What was slow is tried again: a machine has its moments. */
async function pressNthSurely(page: Page, path: string, place: number): Promise<Press> {
  let best = await pressNth(page, path, place);
  for (let again = 1; again < TRIES && typeof best === "object" && best.ms !== null && best.ms > LIMIT_MS; again += 1) {
    const next = await pressNth(page, path, place);
    if (typeof next === "object" && next.name === best.name && next.ms !== null && next.ms < best.ms) best = next;
  }
  return best;
}

async function pressNth(page: Page, path: string, place: number): Promise<Press> {
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
  // What is chosen already stays so, and of an empty field the browser itself says that it is.
  const isNoQuestion = await button.evaluate(
    (one) => one.getAttribute("aria-pressed") === "true" || one.closest("form")?.matches(":invalid") === true,
  );
  if (isNoQuestion || NO_ANSWER_OF_THE_PAGE.test(name)) return "passed over";
  const press = () => button.click({ timeout: 5_000 });
  const bringsPage = await button.evaluate((one) => (one as HTMLButtonElement).form?.getAttribute("method") === "get");
  return { name, bringsPage, ms: bringsPage ? await pressToPage(page, press) : await pressTo(page, "body", press) };
}
