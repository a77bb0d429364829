import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright/test";
import { poolFromOutside } from "../pages/outside.ts";
import { POOL1, POOL2, ROWS } from "../pages/pairs-page.ts";
import { atMost, type Budget, quantile } from "./table.ts";

const SAMPLES = 12;
const PATIENCE_MS = 30_000;

type Drawn = { readonly from: string; readonly state: string; readonly at: number };

/**
 * From the moment that the engine's word stands in the ledger to the frame in which the wall shows it: rows are written on
 * both pools, the word is the first that tells of them as waiting.
 */
export async function eventToPixel(page: Page, dataFolder: string): Promise<Budget> {
  const ledger = new DatabaseSync(join(dataFolder, "ledger.db"), { readOnly: true, timeout: 5_000 });
  const delays: number[] = [];
  await watchCells(page);
  try {
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      for (const pool of [POOL1, POOL2]) poolFromOutside(dataFolder, pool).writeUser(`sip:pixel${sample}@${pool}`);
      delays.push(...(await Promise.all([POOL1, POOL2].map((pool) => oneDelay(page, ledger, pool)))));
    }
  } finally {
    ledger.close();
  }
  return atMost("engine event to pixel on the wall, p95", 2, quantile(delays, 0.95) / 1000, "s", 2);
}

async function oneDelay(page: Page, ledger: DatabaseSync, pool: string): Promise<number> {
  const told = await until(() => (waits(ledger, pool) ? Date.now() : null));
  const drawn = await until(() => page.evaluate(firstAfter, { pool, state: "SteadyState", at: told }));
  await until(() => (waits(ledger, pool) ? null : true));
  await until(() => page.evaluate(firstAfter, { pool, state: "FinalState", at: drawn }));
  return drawn - told;
}

function waits(ledger: DatabaseSync, pool: string): boolean {
  const row = ledger
    .prepare("SELECT evidence_json FROM lanes WHERE side = 'export' AND from_pool = ? AND module = ?")
    .get(pool, ROWS);
  return (JSON.parse(String(row?.evidence_json)) as { readonly pendingItems: number }).pendingItems > 0;
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

/** In the page: when that state was drawn, if it was since `at`; a frame may be drawn before we have read the ledger. */
function firstAfter({ pool, state, at }: { readonly pool: string; readonly state: string; readonly at: number }) {
  const { drawn } = window as unknown as { readonly drawn: readonly Drawn[] };
  return drawn.find((one) => one.from === pool && one.state === state && one.at >= at - 50)?.at ?? null;
}

async function until<T>(look: () => T | null | Promise<T | null>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > end) throw new Error("The wall did not follow in time.");
    await pause(5);
  }
}
