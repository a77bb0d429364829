import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright/test";
import { POOL1, POOL2, ROWS } from "../pages/pairs-page.ts";
import { userDatabase } from "../pages/two-sides.ts";
import { atMost, type Budget, quantile } from "./table.ts";

const SAMPLES = 24;
/** A change that a cycle takes at once is never told as waiting: another is written then. */
const TOLD_WITHIN_MS = 4_000;
const PATIENCE_MS = 60_000;

type Told = { readonly pendingItems: number; readonly at: number };
type Wanted = { readonly pool: string; readonly state: string; readonly at: number };
type Drawn = { readonly from: string; readonly state: string; readonly at: number };

/**
 * From the moment that the engine's word stands in the ledger to the frame in which the wall shows it: rows are written on
 * both pools, the word is the first that tells of them as waiting.
 */
export async function eventToPixel(page: Page, dataFolder: string): Promise<Budget> {
  const ledger = new DatabaseSync(join(dataFolder, "ledger.db"), { readOnly: true, timeout: 5_000 });
  const delays: number[] = [];
  await watchCells(page);
  while (delays.length < SAMPLES)
    for (const pool of [POOL1, POOL2]) delays.push(await oneDelay(page, ledger, pool, userDatabase(dataFolder, pool)));
  ledger.close();
  return atMost("engine event to pixel on the wall, p95", 2, quantile(delays, 0.95) / 1000, "s", 2);
}

async function oneDelay(page: Page, ledger: DatabaseSync, pool: string, database: string): Promise<number> {
  let told: number | null = null;
  let writtenAt = 0;
  while (told === null) {
    writtenAt = Date.now();
    writeUser(database, pool, writtenAt);
    told = await within(TOLD_WITHIN_MS, () => toldAt(ledger, pool));
  }
  const drawn = await must(page, { pool, state: "SteadyState", at: writtenAt });
  await must(page, { pool, state: "FinalState", at: drawn });
  return Math.max(0, drawn - told);
}

function writeUser(database: string, pool: string, at: number): void {
  const client = new DatabaseSync(database, { timeout: 10_000 });
  client.prepare("INSERT INTO users(sip_uri, home_pool) VALUES (?, ?)").run(`sip:pixel${at}@${pool}`, pool);
  client.close();
}

async function must(page: Page, wanted: Wanted): Promise<number> {
  const at = await within(PATIENCE_MS, () => page.evaluate(firstAfter, wanted));
  if (at === null) throw new Error(`The wall never showed ${wanted.state} of ${wanted.pool}.`);
  return at;
}

/** When the engine said that something waits, by its own clock, which is this machine's; null while it says that nothing does. */
function toldAt(ledger: DatabaseSync, pool: string): number | null {
  const row = ledger
    .prepare("SELECT evidence_json FROM lanes WHERE side = 'export' AND from_pool = ? AND module = ?")
    .get(pool, ROWS);
  const { pendingItems, at } = JSON.parse(String(row?.evidence_json)) as Told;
  return pendingItems > 0 ? at : null;
}

/** Notes when a frame with another state of a cell has been drawn. */
async function watchCells(page: Page): Promise<void> {
  await page.evaluate((module) => {
    const drawn: Drawn[] = [];
    const last = new Map<string, string>();
    const look = () => {
      for (const cell of document.querySelectorAll(`[data-side="export"][data-module="${module}"]`)) {
        const from = cell.getAttribute("data-direction") ?? "";
        const state = cell.getAttribute("data-state") ?? "";
        if (last.get(from) === state) continue;
        last.set(from, state);
        requestAnimationFrame(() => setTimeout(() => drawn.push({ from, state, at: Date.now() })));
      }
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    Object.assign(window, { drawn });
  }, ROWS);
}

/** In the page: when that state was drawn, if it was since `at`. */
function firstAfter({ pool, state, at }: Wanted) {
  const { drawn } = window as unknown as { readonly drawn: readonly Drawn[] };
  return drawn.find((one) => one.from === pool && one.state === state && one.at >= at)?.at ?? null;
}

async function within<T>(ms: number, look: () => T | null | Promise<T | null>): Promise<T | null> {
  const end = performance.now() + ms;
  let found = await look();
  while (found === null && performance.now() < end) {
    await pause(5);
    found = await look();
  }
  return found;
}
