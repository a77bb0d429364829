import { caughtUp, type FeedAnswer, type Kept } from "#lib/domain/feed.ts";
import { askFeed } from "./ask-feed.ts";
import { changeStream } from "./change-stream.ts";
import { pollMs } from "./streaming.ts";
import type { Reading } from "./told.ts";

/** What a page keeps of the feed; `askedAt` is null for what came with the page itself, `isFailing` since a question went unanswered. */
export type Heard = { readonly kept: Kept; readonly askedAt: Reading | null; readonly isFailing: boolean };

export type FeedPlan = {
  /** Where it is asked what changed, and where a stream says when. */
  readonly address: string;
  readonly stream: string;
  /** The answer that the page brought along. */
  readonly first: FeedAnswer;
  /** A wall shows what it knows though nobody brought its tab to the front. */
  readonly whileHidden: boolean;
  /** Called with every answer, also a refusal. */
  readonly answered: (answer: Response) => void;
};

/**
 * The feed of a page that shows nothing else, and must be small: React Query is heavier than such a page. It keeps one state
 * and no history, whatever comes and however long.
 */
export class PageFeed {
  readonly #plan: FeedPlan;
  readonly #listeners = new Set<() => void>();
  #heard: Heard;
  #isBusy = false;
  #isBehind = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unfollow: (() => void) | null = null;

  constructor(plan: FeedPlan) {
    this.#plan = plan;
    this.#heard = { kept: caughtUp(null, plan.first), askedAt: null, isFailing: false };
  }

  readonly heard = (): Heard => this.#heard;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#begin();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#end();
    };
  };

  #begin(): void {
    this.#unfollow = changeStream(() => void this.#catchUp(), this.#plan.whileHidden, this.#plan.stream);
    this.#timer = setTimeout(() => void this.#catchUp(), pollMs());
  }

  #end(): void {
    this.#unfollow?.();
    this.#unfollow = null;
    clearTimeout(this.#timer);
  }

  /** Once at a time: who is told of a change while asking asks once more, for the answer on its way may be from before it. */
  async #catchUp(): Promise<void> {
    if (this.#isBusy) {
      this.#isBehind = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#isBusy = true;
    do {
      this.#isBehind = false;
      if (this.#plan.whileHidden || document.visibilityState === "visible") await this.#ask();
    } while (this.#isBehind);
    this.#isBusy = false;
    if (this.#unfollow !== null) this.#timer = setTimeout(() => void this.#catchUp(), pollMs());
  }

  async #ask(): Promise<void> {
    const { address, answered } = this.#plan;
    const { kept, askedAt } = this.#heard;
    const caught = await askFeed({ address, kept, answered }).catch(() => null);
    performance.clearResourceTimings(); // a browser keeps a note of each question, for ever
    this.#tell(caught === null ? { kept, askedAt, isFailing: true } : { ...caught, isFailing: false });
  }

  /** A screen that cannot be drawn now is no reason to ask for nothing any more. */
  #tell(heard: Heard): void {
    this.#heard = heard;
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        console.error(error);
      }
    }
  }
}
