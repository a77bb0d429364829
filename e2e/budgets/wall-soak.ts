import type { Page } from "playwright/test";
import { openFront } from "../world/front.ts";
import { MadeFeed } from "../world/made-feed.ts";
import { churn } from "./churn.ts";
import { answerInPage, countUpdates } from "./in-page.ts";
import { growth, type Held, plantLeak, soak } from "./soak.ts";
import { atMost, type Budget } from "./table.ts";

/** Few, as most have: each with its figures, words and cells. */
const PAIRS = 4;
const MB = 1_000_000;

/** So many updates are compared with what was held after `warmUp` of them. */
type Stretch = { readonly warmUp: number; readonly updates: number; readonly looks: number };

/** First a stretch by the network, then one within the page. */
export type WallPlan = { readonly network: Stretch; readonly inPage: Stretch; readonly leak: boolean };

export type WallCurves = { readonly network: readonly Held[]; readonly inPage: readonly Held[] };

/** What is printed and judged as one soak of so many updates. */
export function wallPlan(updates: number, leak: boolean): WallPlan {
  const some = Math.max(300, Math.round(updates / 26));
  return {
    network: { warmUp: some, updates: some, looks: 2 },
    inPage: { warmUp: some, updates, looks: 13 },
    leak,
  };
}

/**
 * A signed-in page takes so many updates as quickly as it can, by its own way: a word of the stream, the question, the patch,
 * the DOM. Each update that counts changed what the page shows.
 */
export async function soakWall(
  page: Page,
  service: string,
  { network, inPage, leak }: WallPlan,
  onLook: (held: Held) => void = () => {},
): Promise<WallCurves> {
  let step = 0;
  const feed = new MadeFeed(churn(PAIRS, step));
  const front = await openFront(service, feed, {
    answered: () => {
      step += 1;
      feed.tell(churn(PAIRS, step));
    },
  });
  try {
    await countUpdates(page);
    if (leak) await plantLeak(page);
    await page.goto(`${front.address}/wall`);
    const byNetwork = await soak({ page, ...network, onLook });
    await answerInPage(page, PAIRS);
    return { network: byNetwork, inPage: await soak({ page, ...inPage, onLook }) };
  } finally {
    await page.close();
    await front.close();
  }
}

/** The same as rows of the budgets; prints its curves as it goes. */
export async function wallSoak(page: Page, service: string, plan: WallPlan): Promise<Budget[]> {
  console.log("  updates      heap  nodes  listeners  entries    seconds");
  const began = performance.now();
  const curves = await soakWall(page, service, plan, (held) => {
    console.log(`${line(held)}${((performance.now() - began) / 1000).toFixed(0).padStart(11)}`);
  });
  return judged(curves);
}

export function judged({ network, inPage }: WallCurves): Budget[] {
  return [...judgedCurve(network, "by the network"), ...judgedCurve(inPage, "within the page")];
}

function judgedCurve(curve: readonly Held[], how: string): Budget[] {
  const grown = growth(curve);
  const over = `over ${grown.updates.toLocaleString("en")} updates ${how}`;
  return [
    atMost(`wall heap growth ${over}`, 5, grown.heapBytes / MB, "MB", 2),
    atMost(`wall DOM nodes more ${over}`, 200, grown.nodes, "nodes", 0),
    atMost(`wall listeners more ${over}`, 20, grown.listeners, "listeners", 0),
    atMost(`wall performance entries more ${over}`, 20, grown.entries, "entries", 0),
  ];
}

function line({ updates, heapBytes, nodes, listeners, entries }: Held): string {
  return [
    updates.toLocaleString("en").padStart(9),
    `${(heapBytes / MB).toFixed(2)} MB`.padStart(10),
    String(nodes).padStart(7),
    String(listeners).padStart(10),
    String(entries).padStart(8),
  ].join("");
}
