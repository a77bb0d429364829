import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright/test";
import { POOL1, POOL2, ROWS } from "../pages/pairs-page.ts";
import { userDatabase } from "../pages/two-sides.ts";
import { atMost, type Budget, quantile } from "./table.ts";

const SAMPLES = 24;
/** A change that a cycle takes at once may be on the other side before any screen is told that it waits. */
const CALM_MS = 3_000;
const PATIENCE_MS = 60_000;

type Told = { readonly pendingItems: number; readonly at: number; readonly nextCycleAt: number };
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
  await must("a cycle just over", () => (evidenceOf(ledger, pool).nextCycleAt - Date.now() > CALM_MS ? true : null));
  const writtenAt = Date.now();
  writeUser(database, pool, writtenAt);
  const told = await must("the engine's word", () => {
    const { pendingItems, at } = evidenceOf(ledger, pool);
    return pendingItems > 0 ? at : null;
  });
  const shown = (state: string, at: number) =>
    must(`${state} on the wall`, () => page.evaluate(firstAfter, { pool, state, at }));
  const drawn = await shown("SteadyState", writtenAt);
  await shown("FinalState", drawn);
  return Math.max(0, drawn - told);
}

function writeUser(database: string, pool: string, at: number): void {
  const client = new DatabaseSync(database, { timeout: 10_000 });
  client.prepare("INSERT INTO users(sip_uri, home_pool) VALUES (?, ?)").run(`sip:pixel${at}@${pool}`, pool);
  client.close();
}

/** What the engine said of that lane last, by its own clock, which is this machine's. */
function evidenceOf(ledger: DatabaseSync, pool: string): Told {
  const row = ledger
    .prepare("SELECT evidence_json FROM lanes WHERE side = 'export' AND from_pool = ? AND module = ?")
    .get(pool, ROWS);
  return JSON.parse(String(row?.evidence_json));
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

async function must<T>(what: string, look: () => T | null | Promise<T | null>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > end) throw new Error(`Waited ${PATIENCE_MS / 1000} s for ${what}, in vain.`);
    await pause(5);
  }
}
