import type { Page } from "playwright/test";
import { MadeFeed } from "../world/made-feed.ts";
import { churn, roundOf } from "./churn.ts";

/*
 * A browser carries some sixty answers a second between its processes, and the page could take many times that. So a soak's
 * page is answered in two ways: by the network, and within itself, from a round of answers that were made before. All else
 * is the page's own way: the word of its stream, its question, a Response, the patch, the DOM.
 */

/** Answers by the number that the asker knows, as text; `whole` for who knows another. */
type Round = { readonly whole: string; readonly answers: Readonly<Record<string, string>> };

/** What the page itself counted and saw, for who has to find out why nothing comes any more. */
export type Counts = {
  /** Answers after which the page looked different. */
  readonly updates: number;
  readonly asked: number;
  readonly answered: number;
  readonly refused: number;
  readonly said: number;
  /** Milliseconds ago. */
  readonly askedAgo: number;
  readonly saidAgo: number;
  readonly isVisible: boolean;
  readonly errors: readonly string[];
};

type Inside = { counts(): Counts; go(round: Round): void };
type WithInside = { readonly soak: Inside };

/** To be called before the page is opened. */
export async function countUpdates(page: Page): Promise<void> {
  await page.addInitScript(inside);
}

export function countsOf(page: Page): Promise<Counts> {
  return page.evaluate(() => (window as unknown as WithInside).soak.counts());
}

/** From now on the page is answered within itself: each answer moves one pair on, and is followed by the word of the next. */
export async function answerInPage(page: Page, pairs: number): Promise<void> {
  await page.evaluate((round) => (window as unknown as WithInside).soak.go(round), roundFor(pairs));
}

const STEP_MS = 250;

function roundFor(pairs: number, from = Date.now()): Round {
  const length = roundOf(pairs);
  const state = (step: number) => churn(pairs, step % length, from + (step % length) * STEP_MS);
  const feed = new MadeFeed(state(0));
  const nameOf = (step: number) => `round.${step % length}`;
  const whole = JSON.stringify({ ...feed.since("none"), Seq: nameOf(0) });
  const answers: Record<string, string> = {};
  for (let step = 0; step < length; step += 1) {
    const { Seq } = feed.since("none");
    feed.tell(state(step + 1));
    answers[nameOf(step)] = JSON.stringify({ ...feed.since(Seq), Seq: nameOf(step + 1) });
  }
  return { whole, answers };
}

/** Runs in the page, before its own scripts. */
function inside(): void {
  const network = window.fetch;
  const Stream = window.EventSource;
  const counts = { updates: 0, asked: 0, answered: 0, refused: 0, said: 0, askedAt: 0, saidAt: 0 };
  const errors: string[] = [];
  const turns: (() => void)[] = [];
  const channel = new MessageChannel();
  let stream: EventSource | null = null;
  let build = "";
  let round: Round | null = null;
  let isNew = false;
  /** The browser has its turn before each answer, as it would while one is on its way. */
  channel.port1.onmessage = () => turns.shift()?.();
  const turn = () =>
    new Promise<void>((resolve) => {
      turns.push(resolve);
      channel.port2.postMessage(null);
    });
  const fromRound = async ({ whole, answers }: Round, since: string): Promise<Response> => {
    await turn();
    stream?.dispatchEvent(new MessageEvent("message", { data: "{}" }));
    const headers = { "content-type": "application/json", "pairkeeper-build": build };
    return new Response(answers[since] ?? whole, { headers });
  };
  const fromNetwork = async (asked: Parameters<typeof fetch>): Promise<Response> => {
    const answer = await network(...asked);
    build = answer.headers.get("pairkeeper-build") ?? build;
    return answer;
  };
  window.fetch = async (...asked) => {
    const [, since] = String(asked[0]).split("since=");
    if (since === undefined) return network(...asked);
    counts.asked += 1;
    counts.askedAt = performance.now();
    try {
      const answer = await (round === null ? fromNetwork(asked) : fromRound(round, since));
      counts.answered += 1;
      isNew = true;
      return answer;
    } catch (error) {
      counts.refused += 1;
      throw error;
    }
  };
  window.EventSource = class extends Stream {
    constructor(...plan: ConstructorParameters<typeof EventSource>) {
      super(...plan);
      stream = this;
      this.addEventListener("message", () => {
        counts.said += 1;
        counts.saidAt = performance.now();
      });
    }
  };
  for (const kind of ["error", "unhandledrejection"] as const)
    window.addEventListener(kind, (event) => {
      errors.push(String(event instanceof ErrorEvent ? event.message : (event as PromiseRejectionEvent).reason));
    });
  document.addEventListener("DOMContentLoaded", () => {
    const look = new MutationObserver(() => {
      if (isNew) counts.updates += 1;
      isNew = false;
    });
    look.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  const told: Inside = {
    counts: () => {
      const { askedAt, saidAt, ...known } = counts;
      const now = performance.now();
      const isVisible = document.visibilityState === "visible";
      return { ...known, askedAgo: now - askedAt, saidAgo: now - saidAt, isVisible, errors: errors.slice(-3) };
    },
    go: (answers) => {
      round = answers;
      stream?.dispatchEvent(new MessageEvent("message", { data: "{}" }));
    },
  };
  Object.assign(window, { soak: told });
}
