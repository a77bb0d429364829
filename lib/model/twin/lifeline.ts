import type { Items } from "./items.ts";

/**
 * An item's text at the source, or null while it was not there; `at` is when that began. `isLoss`: no user made it so, and the
 * copy is to know nothing of it.
 */
type State = { readonly at: number; readonly text: string | null; isLoss?: boolean };
/**
 * `floor`: from here on the copy has had it since somebody asked for it. `mayLack`: somebody took the copy away; `spoilt`: or
 * made this of it.
 */
type Life = { readonly states: State[]; reached: number; floor: number; mayLack: boolean; spoilt: string | null };

/**
 * What every item of one data set was at its source, one state after the other, and how far its copy has come. A copy may
 * lag behind and skip, but never shows what never was, and never goes back.
 */
export class Lifeline {
  readonly #lives = new Map<string, Life>();
  /** What of a text the copy has to show at every moment; the rest only when it is whole. */
  readonly #core: (text: string) => string;

  constructor(core: (text: string) => string) {
    this.#core = core;
  }

  /** All that there ever was. */
  keys(): Iterable<string> {
    return this.#lives.keys();
  }

  /** The items that are not as the source last was. */
  touched(items: Items): string[] {
    const keys = new Set([...items.keys(), ...this.#lives.keys()]);
    return [...keys].filter((key) => this.latest(key) !== (items.get(key) ?? null));
  }

  /** The source has the item like this from `at` on. */
  append(key: string, text: string | null, at: number): void {
    const { states } = this.#life(key);
    const before = states.at(-1)?.text ?? null;
    // What changes its kind goes away in between.
    if (before !== null && text !== null && isFolder(before) !== isFolder(text)) states.push({ at, text: null });
    states.push({ at, text });
  }

  /** The source has it like this by a misfortune. */
  lose(key: string, text: string | null, at: number): void {
    this.#life(key).states.push({ at, text, isLoss: true });
  }

  /** What stands at the source after a misfortune is taken for its own by a person. */
  adopt(): void {
    for (const { states } of this.#lives.values()) {
      for (const state of states) if (state.text !== null) state.isLoss = false;
    }
  }

  /** What was lost below is not to come back: a user made a file in the place of the folder. */
  giveUpBelow(file: string, at: number): void {
    for (const [key, { states }] of this.#lives) {
      if (key.startsWith(`${file}/`) && states.at(-1)?.isLoss === true) states.push({ at, text: null });
    }
  }

  /** Whether the source is without something by a misfortune, or with something else in its place. */
  lacksAny(): boolean {
    return [...this.#lives.keys()].some((key) => this.lostAt(key) !== null);
  }

  /** Since when the source has been without it by a misfortune, or with something else; null when users made it what it is. */
  lostAt(key: string): number | null {
    const last = this.#lives.get(key)?.states.at(-1);
    return last?.isLoss === true ? last.at : null;
  }

  /** When it became what it is. */
  latestAt(key: string): number {
    return this.#lives.get(key)?.states.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  }

  latest(key: string): string | null {
    return this.#lives.get(key)?.states.at(-1)?.text ?? null;
  }

  before(key: string): string | null {
    return this.#lives.get(key)?.states.at(-2)?.text ?? null;
  }

  /** True when the source once had the item like this. */
  was(key: string, text: string): boolean {
    return this.#life(key).states.some((state) => this.#coreOf(state.text) === this.#core(text));
  }

  /** The same, and the copy may have had it so at a time since `fromNowOn`. */
  wasCopied(key: string, text: string): boolean {
    const { states, floor } = this.#life(key);
    return states.some((state, index) => index >= floor && this.#coreOf(state.text) === this.#core(text));
  }

  /** True when somebody made this of the copy, and nothing else came there since. */
  isSpoilt(key: string, text: string): boolean {
    return this.#coreOf(this.#life(key).spoilt) === this.#core(text);
  }

  fromNowOn(): void {
    for (const life of this.#lives.values()) life.floor = life.reached;
  }

  /** What the copy of an item may have been since it was last seen. */
  since(key: string): string[] {
    const { states, reached, spoilt } = this.#life(key);
    return [...states.slice(reached).flatMap(({ text }) => text ?? []), ...(spoilt === null ? [] : [spoilt])];
  }

  /** The copy is taken to be as its source is now. */
  reach(key: string): void {
    const life = this.#life(key);
    life.reached = life.states.length - 1;
  }

  /** The copy's place was put back to an earlier time by somebody else, with what was spoilt then as `items` say. */
  forgetReached(items: Items): void {
    for (const [key, life] of this.#lives)
      Object.assign(life, { reached: 0, floor: 0, spoilt: items.get(key) ?? null });
  }

  /** The copy was taken away or spoilt, and is now as `items` say: it is made again, and goes back no further than it was. */
  forgive(items: Items): void {
    for (const [key, life] of this.#lives) Object.assign(life, { mayLack: true, spoilt: items.get(key) ?? null });
  }

  /** The copy is now as `items` say. Returns a sentence for each item that is as it may not be. */
  copy(items: Items): string[] {
    const wrong: string[] = [];
    for (const key of new Set([...items.keys(), ...this.#lives.keys()])) {
      const life = this.#life(key);
      const now = this.#coreOf(items.get(key) ?? null);
      const fits = (state: State) => state.isLoss !== true && this.#coreOf(state.text) === now;
      const found = life.states.findIndex((state, index) => index >= life.reached && fits(state));
      if (now === null && life.mayLack) continue;
      if (found >= 0) Object.assign(life, { reached: found, mayLack: false, spoilt: null });
      else if (now !== null && now === this.#coreOf(life.spoilt)) continue;
      else wrong.push(`${JSON.stringify(key)} ${trouble(now, life.states.some(fits))}`);
    }
    return wrong;
  }

  /**
   * The items whose copy does not have what the source had at `at`, nor anything later; what is later may still be in the
   * making.
   */
  behind(items: Items, at: number): string[] {
    const behind: string[] = [];
    for (const key of new Set([...items.keys(), ...this.#lives.keys()])) {
      const { states } = this.#life(key);
      const asOf = states.findLastIndex((state) => state.at <= at);
      const now = items.get(key) ?? null;
      const fits = ({ text }: State, index: number) =>
        index >= Math.max(0, asOf) && (text === now || (index > asOf && this.#coreOf(text) === this.#coreOf(now)));
      if (!states.some(fits)) behind.push(key);
    }
    return behind;
  }

  #coreOf(text: string | null): string | null {
    return text === null ? null : this.#core(text);
  }

  #life(key: string): Life {
    const known = this.#lives.get(key);
    if (known) return known;
    const states = [{ at: Number.NEGATIVE_INFINITY, text: null }];
    const life: Life = { states, reached: 0, floor: 0, mayLack: false, spoilt: null };
    this.#lives.set(key, life);
    return life;
  }
}

function isFolder(text: string): boolean {
  return text.startsWith("folder ");
}

function trouble(now: string | null, wasOnce: boolean): string {
  if (now === null) return "was deleted from the copy and never from its source";
  return wasOnce ? `went back to an older state: ${now}` : `is on the copy and was never so at its source: ${now}`;
}
