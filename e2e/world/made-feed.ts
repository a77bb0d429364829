import type { Snapshot } from "#components/status/snapshot.ts";
import type { FeedAnswer } from "#lib/domain/feed.ts";
import { inStep, type Moments } from "#lib/domain/in-step.ts";
import type { Json } from "#lib/domain/json.ts";
import { patchSince, type Stamped, stamped, whole } from "#lib/domain/stamped.ts";

type Now = { readonly seq: number; readonly tree: Stamped; readonly moments: Moments; readonly at: string };

/** Snapshots that a test made, told in the very words of the real feed: what a screen does not know yet, and nothing else. */
export class MadeFeed {
  readonly #listeners = new Set<(seq: string) => void>();
  #now: Now;

  constructor(first: Snapshot) {
    this.#now = next(first, null);
  }

  /** Says that this is how things are now. */
  tell(snapshot: Snapshot): void {
    this.#now = next(snapshot, this.#now);
    for (const listener of this.#listeners) listener(String(this.#now.seq));
  }

  since(name: string): FeedAnswer {
    const { seq, tree, moments, at } = this.#now;
    const known = /^\d+$/.test(name) ? Number(name) : null;
    const Changes = known === null ? null : patchSince(tree, known);
    return {
      Seq: String(seq),
      Now: at,
      AgeMs: 0,
      ...moments,
      ...(known === null ? { Whole: whole(tree) } : {}),
      ...(Changes === null ? {} : { Changes }),
    };
  }

  /** Returns how to stop it. */
  follow(told: (seq: string) => void): () => void {
    this.#listeners.add(told);
    told(String(this.#now.seq));
    return () => this.#listeners.delete(told);
  }
}

function next({ Now: at, SyncInterval, Pairs }: Snapshot, before: Now | null): Now {
  const { told, moments } = inStep({ SyncInterval, Pairs }, at);
  const seq = (before?.seq ?? 0) + 1;
  return { seq, tree: stamped(told as unknown as Json, seq, before?.tree), moments, at };
}
