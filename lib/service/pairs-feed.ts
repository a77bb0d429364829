import { hash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import type { PairsView } from "#lib/commands/get-pairs.ts";
import type { FeedAnswer } from "#lib/domain/feed.ts";
import { inStep, type Moments } from "#lib/domain/in-step.ts";
import type { Json } from "#lib/domain/json.ts";
import { type Reach, reachText } from "#lib/domain/reach.ts";
import { patchSince, type Stamped, stamped, stampedOf, whole } from "#lib/domain/stamped.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { Reading } from "#lib/ports/engine-watch.ts";
import type { LedgerVersion } from "#lib/ports/ledger.ts";
import type { PairsFeed } from "#lib/ports/pairs-feed.ts";

/** How often it is looked whether something was written, while somebody listens. */
const TURN_MS = 250;
/** States change by time alone too: they are judged again so often while somebody asks. */
const JUDGE_AFTER_MS = 1_000;
/** Two states of things are at least so far apart, however much is written; with very many pairs, farther ... */
const GAP_MS = 500;
const SHARE = 0.2;
/** ... but never farther than this: what is shown must stay young enough to be believed. */
const LONGEST_GAP_MS = 3_000;
/** So many pairs are compared in a few milliseconds; with hundreds of them, pages have their turn before each. */
const A_TURN = 100;
/** Who listens hears something at least so often. */
const REPEAT_MS = 4_000;

export type FeedParts = {
  readonly clock: Clock;
  /** Differs from before whenever the pairs may have changed by anything but time. */
  readonly version: () => Promise<LedgerVersion>;
  /** The pairs as they are judged now. */
  readonly view: () => Promise<PairsView>;
  /** Another one in each run of the server. */
  readonly run: string;
};

type JudgedPairs = Pick<PairsView, "SyncInterval" | "Pairs">;

/** The last that was judged: `seq` is its number, `tree` what it said, `judgedAt` a moment before its `now`. */
type State = {
  readonly seq: number;
  readonly version: LedgerVersion;
  readonly tree: Stamped;
  readonly moments: Moments;
  /** The number under which the moments were new. */
  readonly momentsAt: number;
  readonly now: string;
  readonly judgedAt: Reading;
  readonly tookMs: number;
};

/** What somebody sees of a state, and the name by which they know it. */
type Seen = { readonly run: string; see(tree: Stamped): Stamped; numberOf(state: State, seen: Stamped): number };

/** Who listens, and what they were told last. */
type Listener = {
  readonly seen: Seen;
  readonly tell: (seq: string | null) => void;
  last: string | null;
  toldAt: number;
};

/** One feed for all screens of a server: the pairs are judged once for everybody, and each is told what it does not know yet. */
export class LivePairs implements PairsFeed {
  readonly #parts: FeedParts;
  readonly #listeners = new Set<Listener>();
  readonly #closing = new AbortController();
  #state: State | null = null;
  #looking: Promise<State> | null = null;
  #next: Promise<State> | null = null;
  #isNextAnew = false;
  #isListening = false;

  constructor(parts: FeedParts) {
    this.#parts = parts;
  }

  since(seq: string): Promise<FeedAnswer> {
    return this.#since(seq, this.#all());
  }

  within(reach: Reach): PairsFeed {
    if (reach === "all") return this;
    const pools = new Set(reach);
    // What one reach was told is not known to another one.
    const run = `${this.#parts.run}-${hash("sha256", reachText(reach)).slice(0, 12)}`;
    const seen: Seen = {
      run,
      see: (tree) => pairsOf(tree, pools),
      // Not the state's: that moves with what happens elsewhere.
      numberOf: ({ momentsAt }, { at }) => Math.max(momentsAt, at),
    };
    return {
      since: (seq) => this.#since(seq, seen),
      follow: (tell) => this.#follow(tell, seen),
      within: () => this.within(reach),
    };
  }

  #all(): Seen {
    return { run: this.#parts.run, see: (tree) => tree, numberOf: ({ seq }) => seq };
  }

  async #since(seq: string, seen: Seen): Promise<FeedAnswer> {
    const known = this.#numberOf(seq, seen.run);
    const state = await this.#lookFromNow(known === null);
    const { moments, now, judgedAt } = state;
    const tree = seen.see(state.tree);
    const Changes = known === null ? null : patchSince(tree, known);
    return {
      Seq: `${seen.run}.${seen.numberOf(state, tree)}`,
      Now: now,
      AgeMs: Math.ceil(elapsedMs(judgedAt, this.#read())),
      ...moments,
      ...(known === null ? { Whole: whole(tree) } : {}),
      ...(Changes === null ? {} : { Changes }),
    };
  }

  follow(told: (seq: string | null) => void): () => void {
    return this.#follow(told, this.#all());
  }

  #follow(tell: (seq: string | null) => void, seen: Seen): () => void {
    const listener: Listener = { seen, tell, last: null, toldAt: 0 };
    this.#listeners.add(listener);
    if (this.#state !== null) this.#tell(listener, this.#state);
    if (!this.#isListening) void this.#listen();
    return () => this.#listeners.delete(listener);
  }

  /** Says the last word to all who listen. */
  close(): void {
    this.#closing.abort();
    for (const { tell } of this.#listeners) tell(null);
    this.#listeners.clear();
  }

  async #listen(): Promise<void> {
    const { clock } = this.#parts;
    this.#isListening = true;
    while (this.#listeners.size > 0 && !this.#closing.signal.aborted) {
      const state = await this.#look(false).catch(() => null); // what cannot be read is silence
      if (state !== null) for (const listener of this.#listeners) this.#tell(listener, state);
      await clock.sleep(TURN_MS, this.#closing.signal);
    }
    this.#isListening = false;
  }

  /** Once for each number, and the same again in time. */
  #tell(listener: Listener, state: State): void {
    const { seen } = listener;
    const seq = `${seen.run}.${seen.numberOf(state, seen.see(state.tree))}`;
    const now = this.#parts.clock.elapsed();
    if (seq === listener.last && now - listener.toldAt < REPEAT_MS) return;
    listener.last = seq;
    listener.toldAt = now;
    listener.tell(seq);
  }

  /** A look that begins after it is asked for, so that it sees what was accepted before (D16): the next one is for all who wait. */
  #lookFromNow(isAnew: boolean): Promise<State> {
    if (this.#looking === null) return this.#look(isAnew);
    this.#isNextAnew ||= isAnew;
    this.#next ??= this.#lookNext();
    return this.#next;
  }

  async #lookNext(): Promise<State> {
    while (this.#looking !== null) await this.#looking.catch(() => null);
    const isAnew = this.#isNextAnew;
    this.#next = null;
    this.#isNextAnew = false;
    return this.#look(isAnew);
  }

  /** One look at a time, for all who wait for it. */
  #look(isAnew: boolean): Promise<State> {
    this.#looking ??= this.#lookOnce(isAnew).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOnce(isAnew: boolean): Promise<State> {
    const { clock, version, view } = this.#parts;
    const before = this.#state;
    const readVersion = await version();
    const judgedAt = this.#read();
    if (before !== null && !isAnew && !isDue(before, readVersion, judgedAt)) return before;
    const { Now, SyncInterval, Pairs } = await view();
    const { told, moments } = inStep({ SyncInterval, Pairs }, Now);
    const next = (before?.seq ?? 0) + 1;
    const tree = await stampedInTurns(told, next, before?.tree ?? null);
    const isSame =
      before !== null &&
      isUnwritten(before.version, readVersion) &&
      tree === before.tree &&
      isEqual(moments, before.moments);
    const tookMs = clock.elapsed() - judgedAt.steady;
    const seq = isSame ? before.seq : next;
    const momentsAt = before !== null && isEqual(moments, before.moments) ? before.momentsAt : next;
    this.#state = { seq, version: readVersion, tree, moments, momentsAt, now: Now, judgedAt, tookMs };
    return this.#state;
  }

  #read(): Reading {
    const { clock } = this.#parts;
    return { steady: clock.elapsed(), wall: clock.now() };
  }

  /** The number behind a name of this run; null for any other. */
  #numberOf(name: string, own: string): number | null {
    const [run, digits = ""] = name.split(".");
    if (run !== own || !/^\d{1,15}$/.test(digits)) return null;
    const seq = Number(digits);
    return this.#state !== null && seq <= this.#state.seq ? seq : null;
  }
}

/** The same with the pairs alone that one of these pools is in: what changed elsewhere is no change. */
function pairsOf(tree: Stamped, pools: ReadonlySet<string>): Stamped {
  const pairs = tree.is === "parts" ? tree.parts.get("Pairs") : undefined;
  if (tree.is !== "parts" || pairs?.is !== "parts") return tree;
  const own = new Map([...pairs.parts].filter(([, pair]) => ["A", "B"].some((side) => pools.has(textIn(pair, side)))));
  const seen = { ...pairs, parts: own, at: latestOf(pairs, own) };
  const parts = new Map([...tree.parts, ["Pairs", seen]]);
  return { ...tree, parts, at: latestOf(tree, parts) };
}

function latestOf(
  { bornAt, orderAt }: Stamped & { readonly is: "parts" },
  parts: ReadonlyMap<string, Stamped>,
): number {
  return Math.max(bornAt, orderAt, ...[...parts.values()].map(({ at }) => at));
}

function textIn(one: Stamped, field: string): string {
  const part = one.is === "parts" ? one.parts.get(field) : undefined;
  return part?.is === "leaf" && typeof part.value === "string" ? part.value : "";
}

/** What `stamped` would say of all of it, at once. */
async function stampedInTurns(told: JudgedPairs, seq: number, before: Stamped | null): Promise<Stamped> {
  const old = before?.is === "parts" ? before.parts : null;
  const oldPairs = old?.get("Pairs") ?? null;
  const pairs = new Map<string, Stamped>();
  for (const [place, pair] of told.Pairs.entries()) {
    if (told.Pairs.length > A_TURN && place % A_TURN === 0) await turn();
    const known = oldPairs?.is === "parts" ? oldPairs.parts.get(pair.A) : undefined;
    pairs.set(pair.A, stamped(pair as unknown as Json, seq, known)); // a view is what goes out as JSON
  }
  const parts = [
    ["SyncInterval", stamped(told.SyncInterval, seq, old?.get("SyncInterval"))],
    ["Pairs", stampedOf("list", pairs, seq, oldPairs)],
  ] as const;
  return stampedOf("object", new Map(parts), seq, before);
}

/** What this server itself wrote, it has promised to somebody: that never waits. */
function isDue({ version, judgedAt, tookMs }: State, now: LedgerVersion, reading: Reading): boolean {
  if (version.ours !== now.ours) return true;
  const age = elapsedMs(judgedAt, reading);
  if (age < Math.min(LONGEST_GAP_MS, Math.max(GAP_MS, tookMs / SHARE))) return false;
  return version.theirs !== now.theirs || age >= JUDGE_AFTER_MS;
}

function isUnwritten(a: LedgerVersion, b: LedgerVersion): boolean {
  return a.ours === b.ours && a.theirs === b.theirs;
}

function isEqual(a: Moments, b: Moments): boolean {
  return a.SeenAt === b.SeenAt && a.HeardAt === b.HeardAt;
}

/** By the clock that saw more of it. */
function elapsedMs(from: Reading, to: Reading): number {
  return Math.max(0, to.steady - from.steady, to.wall - from.wall);
}
