import { type Moments, outOfStep, type Told } from "./in-step.ts";
import type { Json } from "./json.ts";
import { type Patch, patched } from "./patch.ts";

/**
 * What a screen is told when it says what it knows. `Whole` when that is too old or unknown, `Changes` when something else
 * changed; neither when only evidence got younger.
 */
export type FeedAnswer = Moments & {
  /** The number of this state of things; it means nothing to another run of the server. */
  readonly Seq: string;
  /** The moment that states were judged for, and how long ago that was. */
  readonly Now: string;
  readonly AgeMs: number;
  readonly Whole?: Json;
  readonly Changes?: Patch;
};

/** What a screen keeps: all that it was told, with marks for what is in step. */
export type Kept = Pick<FeedAnswer, "Seq" | "Now"> & Moments & { readonly told: Json };

/** What is known after an answer. Throws when it does not fit what was known before. */
export function caughtUp(before: Kept | null, { Seq, Now, SeenAt, HeardAt, Whole, Changes }: FeedAnswer): Kept {
  if (Whole !== undefined) return { Seq, Now, SeenAt, HeardAt, told: Whole };
  if (before === null) throw new Error("The first answer must be whole.");
  return { Seq, Now, SeenAt, HeardAt, told: Changes === undefined ? before.told : patched(before.told, Changes) };
}

/** What is kept, as screens show it. `S` is what this server tells. */
export function snapshotOf<S extends Told & { readonly Now: string }>({ told, Now, SeenAt, HeardAt }: Kept): S {
  // The same service wrote it, of the version that this page came with.
  return { ...outOfStep(told as unknown as S, { SeenAt, HeardAt }, Now), Now };
}
