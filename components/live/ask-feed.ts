import { caughtUp, type FeedAnswer, type Kept } from "#lib/domain/feed.ts";
import { before, type Reading, readClocks } from "./told.ts";

/** A server that does not answer for so long is asked anew. */
const PATIENCE_MS = 5_000;
/** No number of any state of things: who names it is told all. */
const NONE = "none";

/** What a screen keeps of the feed, and when it was true. */
type Caught = { readonly kept: Kept; readonly askedAt: Reading };

type Question = {
  readonly address: string;
  readonly kept: Kept | null;
  /** Called with every answer, also a refusal. */
  readonly answered: (answer: Response) => void;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
};

/**
 * What is known after asking what changed since what is kept; what does not fit that is asked for whole. Rejects when the
 * server cannot be reached, refuses, or does not answer in time, also where the browser would leave it at that.
 */
export async function askFeed({ address, kept, answered, signal }: Question): Promise<Caught> {
  const patience = new AbortController();
  let giveUp = () => {};
  const isOver = new Promise<never>((_, reject) => {
    giveUp = () => {
      patience.abort();
      reject(patience.signal.reason);
    };
  });
  const timer = setTimeout(giveUp, PATIENCE_MS);
  signal?.addEventListener("abort", giveUp);
  const ask = async (known: Kept | null): Promise<Caught> => {
    const askedAt = readClocks();
    const answer = await fetch(`${address}?since=${known?.Seq ?? NONE}`, {
      signal: patience.signal,
      cache: "no-store",
    });
    answered(answer);
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const told: FeedAnswer = await answer.json();
    const next = fitted(known, told);
    return next === null ? ask(null) : { kept: next, askedAt: before(askedAt, told.AgeMs) };
  };
  try {
    return await Promise.race([ask(kept), isOver]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}

/** Null for a patch of something else than what is known. */
function fitted(known: Kept | null, told: FeedAnswer): Kept | null {
  try {
    return caughtUp(known, told);
  } catch (error) {
    if (known === null) throw error;
    return null;
  }
}
