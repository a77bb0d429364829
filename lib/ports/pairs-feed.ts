import type { FeedAnswer } from "#lib/domain/feed.ts";
import type { Reach } from "#lib/domain/reach.ts";

/** What all screens of this server share: computed once for all who ask, however many there are. */
export interface PairsFeed {
  /** The same as somebody of that reach sees it: judged with all others, told without them. */
  within(reach: Reach): PairsFeed;
  /** What changed since `seq`; all of it for a number that is not this run's, or none. */
  since(seq: string): Promise<FeedAnswer>;
  /**
   * Tells the number of each new state of things, soon after it came about, and the same again from time to time, so that who
   * listens knows that somebody speaks; null when this server will say no more. Returns how to stop it.
   */
  follow(told: (seq: string | null) => void): () => void;
}
