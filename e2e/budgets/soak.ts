import { setTimeout as pause } from "node:timers/promises";
import type { CDPSession, Page } from "playwright/test";
import { type Counts, countsOf } from "./in-page.ts";

/** What a page holds after so many updates, when its garbage is collected. */
export type Held = {
  readonly updates: number;
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
  /** Of the browser's performance entries those that grow with what a page does. */
  readonly entries: number;
};

export type Soak = {
  readonly page: Page;
  /** Nothing is compared with what is held before these: caches fill, code is compiled. */
  readonly warmUp: number;
  readonly updates: number;
  readonly looks: number;
  readonly onLook?: (held: Held) => void;
};

/** The others are few or, as its notes of slow frames, kept within bounds by the browser. */
const KEPT_FOR_PAGES = ["resource", "mark", "measure"] as const;
const LOOK_EVERY_MS = 100;
/** No update for so many looks is none any more: looks, for a machine that stands still does not look either. */
const PATIENCE_LOOKS = 600;
const LAST_WORD_MS = 10_000;

/** Lets the page take so many updates and looks now and then at what it holds; the first look ends the warm-up. */
export async function soak({ page, warmUp, updates, looks, onLook }: Soak): Promise<readonly Held[]> {
  const session = await page.context().newCDPSession(page);
  const { updates: from } = await countsOf(page);
  const curve: Held[] = [];
  for (let look = 0; look <= looks; look += 1) {
    const taken = await untilTaken(page, from + Math.round(warmUp + (updates * look) / looks));
    const seen = await held(page, session, taken - from);
    curve.push(seen);
    onLook?.(seen);
  }
  await session.detach();
  return curve;
}

/** The growth of each from the end of the warm-up to the end. */
export function growth(curve: readonly Held[]): Held {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) throw new Error("nothing was measured");
  return {
    updates: last.updates - first.updates,
    heapBytes: last.heapBytes - first.heapBytes,
    nodes: last.nodes - first.nodes,
    listeners: last.listeners - first.listeners,
    entries: last.entries - first.entries,
  };
}

/** A leak as people plant them: something is kept of every update, and an element that stands nowhere with it. */
export async function plantLeak(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: unknown[] = [];
    const real = window.fetch;
    window.fetch = async (...asked) => {
      const answer = await real(...asked);
      if (String(asked[0]).includes("since=")) {
        const element = document.createElement("p");
        element.textContent = "A screen forgets nothing.";
        kept.push([element, await answer.clone().json()]);
      }
      return answer;
    };
    Object.assign(window, { keptForEver: kept });
  });
}

async function held(page: Page, session: CDPSession, updates: number): Promise<Held> {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
  const entries = await page.evaluate(
    (kinds) => kinds.reduce((sum, kind) => sum + performance.getEntriesByType(kind).length, 0),
    KEPT_FOR_PAGES,
  );
  return { updates, heapBytes: usedSize, nodes, listeners: jsEventListeners, entries };
}

/** Waits until the page has taken so many, and tells how many it has. */
async function untilTaken(page: Page, wanted: number): Promise<number> {
  let [last, quiet] = [-1, 0];
  for (;;) {
    const { updates } = await lastWord(page);
    if (updates >= wanted) return updates;
    [last, quiet] = [updates, updates === last ? quiet + 1 : 0];
    if (quiet >= PATIENCE_LOOKS)
      throw new Error(`The page took no update any more. It says: ${JSON.stringify(await lastWord(page))}`);
    await pause(LOOK_EVERY_MS);
  }
}

function lastWord(page: Page): Promise<Counts> {
  const silence = pause(LAST_WORD_MS).then(() => {
    throw new Error(`The page does not answer; it is at ${page.url()}.`);
  });
  return Promise.race([countsOf(page), silence]);
}
