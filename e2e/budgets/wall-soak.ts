import type { Page } from "playwright/test";
import { openFront } from "../world/front.ts";
import { MadeFeed } from "../world/made-feed.ts";
import { churn } from "./churn.ts";
import { growth, type Held, plantLeak, soak } from "./soak.ts";
import { atMost, type Budget } from "./table.ts";

/** Few, as most have: each with its figures, words and cells. */
const PAIRS = 4;
const LOOKS = 13;
const MB = 1_000_000;

type Plan = { readonly updates: number; readonly warmUp: number; readonly leak: boolean; readonly looks?: number };

/** A signed-in page takes so many updates as quickly as it can, by its own way: a word by the stream, the question, the patch, the frame. */
export async function soakWall(page: Page, service: string, plan: Plan, onLook?: (held: Held) => void) {
  const { updates, warmUp, leak, looks = LOOKS } = plan;
  let step = 0;
  const feed = new MadeFeed(churn(PAIRS, step));
  const front = await openFront(service, feed, {
    answered: () => {
      step += 1;
      feed.tell(churn(PAIRS, step));
    },
  });
  try {
    if (leak) await plantLeak(page);
    await page.goto(`${front.address}/wall`);
    return await soak({ page, front, warmUp, updates, looks, ...(onLook ? { onLook } : {}) });
  } finally {
    await page.close();
    await front.close();
  }
}

/** The same as rows of the budgets; prints its curve as it goes. */
export async function wallSoak(page: Page, service: string, plan: Omit<Plan, "warmUp">): Promise<Budget[]> {
  console.log("  updates      heap  nodes  listeners  entries");
  const warmUp = Math.max(500, Math.round(plan.updates / 13));
  const curve = await soakWall(page, service, { ...plan, warmUp }, (held) => console.log(line(held)));
  return judged(curve, plan.updates);
}

export function judged(curve: readonly Held[], updates: number): Budget[] {
  const grown = growth(curve);
  const over = `over ${updates.toLocaleString("en")} updates`;
  return [
    atMost(`wall heap growth ${over}`, 5, grown.heapBytes / MB, "MB", 2),
    atMost(`wall DOM nodes more ${over}`, 200, grown.nodes, "nodes", 0),
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
