import type { CDPSession, Page } from "playwright/test";
import type { Front } from "../world/front.ts";

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
  readonly front: Pick<Front, "answers">;
  /** Nothing is compared with what is held before these: caches fill, code is compiled. */
  readonly warmUp: number;
  readonly updates: number;
  readonly looks: number;
  readonly onLook?: (held: Held) => void;
  /** So long may no update come. */
  readonly patienceMs?: number;
};

/** The others are few or, as its notes of slow frames, kept within bounds by the browser. */
const KEPT_FOR_PAGES = ["resource", "mark", "measure"] as const;

/** Lets the page take so many updates and looks now and then at what it holds; the first look ends the warm-up. */
export async function soak({
  page,
  front,
  warmUp,
  updates,
  looks,
  onLook,
  patienceMs = 60_000,
}: Soak): Promise<readonly Held[]> {
  const session = await page.context().newCDPSession(page);
  const from = front.answers();
  const curve: Held[] = [];
  for (let look = 0; look <= looks; look += 1) {
    const wanted = Math.round(warmUp + (updates * look) / looks);
    await until(() => front.answers() - from >= wanted, front.answers, patienceMs);
    const seen = await held(page, session, front.answers() - from);
    curve.push(seen);
    onLook?.(seen);
  }
  await session.detach();
  return curve;
}

/** The growth of each from the end of the warm-up to the end. */
export function growth(curve: readonly Held[]): Omit<Held, "updates"> {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) throw new Error("nothing was measured");
  return {
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

async function until(isSo: () => boolean, sign: () => number, patienceMs: number): Promise<void> {
  let [last, since] = [sign(), performance.now()];
  while (!isSo()) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (sign() !== last) [last, since] = [sign(), performance.now()];
    else if (performance.now() - since > patienceMs)
      throw new Error(`The page took no update for ${patienceMs / 1000} s.`);
  }
}
