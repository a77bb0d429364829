import { Departures } from "./departures.ts";
import { differing, type Items, type Kind, Violation } from "./items.ts";
import { Lifeline } from "./lifeline.ts";
import type { Sight } from "./places.ts";

/** The items of one kind and one home pool: what their owner did to them, and their copy on the partner. */
export class DataSet {
  readonly kind: Kind;
  readonly home: string;
  readonly partner: string;
  readonly lifeline: Lifeline;
  readonly #departures = new Departures();
  /** Rows that were moved here by the partner's users and did not arrive yet. */
  readonly #coming = new Set<string>();
  #copy: Items = new Map();
  /** What an older copy of the owner's database brought back; no user's doing. */
  #rewoundTo: Items | null = null;
  /** Somebody asked the partner to push everything: deletions that are held here are contested by that. */
  #isContested = false;

  constructor(kind: Kind, home: string, partner: string) {
    this.kind = kind;
    this.home = home;
    this.partner = partner;
    // A folder gets its mode when its content is in.
    this.lifeline = new Lifeline((text) => (text.startsWith("folder ") ? "folder" : text));
  }

  get name(): string {
    return `${this.kind} of ${this.home}`;
  }

  own(sight: Sight): Items | null {
    return sight.items(this.kind, this.home, this.home);
  }

  copy(sight: Sight): Items | null {
    return sight.items(this.kind, this.home, this.partner);
  }

  get hasComing(): boolean {
    return this.#coming.size > 0;
  }

  /** From now on what was deleted here may come back as it was. */
  contest(): void {
    this.#isContested = true;
  }

  /** The owner's users wrote. */
  wrote(sight: Sight, at: number): void {
    const own = this.own(sight);
    if (own === null) return;
    this.#departures.owned(own);
    this.#checkOwn(own, true, at);
    for (const key of this.lifeline.touched(own)) {
      if (!this.#isStillComing(key, own)) this.lifeline.append(key, own.get(key) ?? null, at);
    }
  }

  /** The partner's users wrote: what they have as copies is not theirs to change, but they can give what is theirs. */
  partnerWrote(sight: Sight, at: number): void {
    const copy = this.copy(sight);
    if (copy === null) return;
    for (const key of differing(copy, this.#copy)) {
      const text = copy.get(key);
      if (text === undefined || this.#copy.has(key)) {
        throw new Violation(`${this.name}: ${key} was changed on ${this.partner} by its users and not refused`);
      }
      this.lifeline.append(key, text, at);
      this.lifeline.reach(key);
      this.#coming.add(key);
    }
    this.#copy = copy;
  }

  /** A person let go the deletions that were held. */
  letGo(sight: Sight): void {
    this.#departures.letGo(this.own(sight) ?? new Map(), this.copy(sight) ?? new Map());
  }

  /** These left the copy, and are no rows that were handed over. */
  left(gone: ReadonlyMap<string, readonly string[]>, sight: Sight, at: number): void {
    const own = this.own(sight);
    if (own === null) return;
    for (const [key, texts] of gone) this.#departures.left(key, texts, own, at);
    const left = this.#departures.tooMany(this.copy(sight) ?? new Map(), at);
    if (left === null) return;
    throw new Violation(`${this.name}: ${left} items left ${this.partner} within a day, and nobody let them go`);
  }

  /** The service did something, or may have. Returns what vanished from the copy, with all that it may have been. */
  served(sight: Sight, at: number): ReadonlyMap<string, readonly string[]> {
    const own = this.own(sight);
    if (own !== null) this.#checkOwn(own, false, at);
    const copy = this.copy(sight);
    const gone = new Map<string, readonly string[]>();
    if (copy === null) return gone;
    for (const key of this.#copy.keys()) if (!copy.has(key)) gone.set(key, this.lifeline.since(key));
    const wrong = this.lifeline.copy(copy);
    if (wrong.length > 0) throw new Violation(`${this.name} on ${this.partner}: ${wrong.join("; ")}`);
    this.#copy = copy;
    return gone;
  }

  /** What the owner has is touched by nobody but its users, and by what the partner's users moved here. */
  #checkOwn(own: Items, isUsersTurn: boolean, at: number): void {
    if (this.#rewoundTo !== null) {
      const before = this.#rewoundTo;
      const touched = differing(own, before).filter((key) => before.has(key) || !this.#cameBack(key, own));
      this.#rewoundTo = own;
      if (touched.length > 0) throw new Violation(`${this.name}: ${touched.join(", ")} was changed in a rewound store`);
      return;
    }
    for (const key of this.#coming) {
      if ((own.get(key) ?? null) === this.lifeline.latest(key)) this.#coming.delete(key);
    }
    if (isUsersTurn) return;
    const touched: string[] = [];
    for (const key of this.lifeline.touched(own)) {
      if (this.#isStillComing(key, own)) continue;
      if (this.lifeline.latest(key) === null && this.#cameBack(key, own)) {
        this.lifeline.append(key, own.get(key) ?? null, at);
      } else touched.push(key);
    }
    if (touched.length > 0) throw new Violation(`${this.name}: ${touched.join(", ")} was changed by no user`);
  }

  #cameBack(key: string, own: Items): boolean {
    const text = own.get(key);
    return this.#isContested && text !== undefined && this.lifeline.was(key, text);
  }

  #isStillComing(key: string, own: Items): boolean {
    return this.#coming.has(key) && (own.get(key) ?? null) === this.lifeline.before(key);
  }

  /** The owner's database is an older one now. */
  rewound(sight: Sight): void {
    this.#rewoundTo = this.own(sight);
  }

  /** The database that holds the copy is an older one now. */
  copyRewound(sight: Sight): void {
    this.lifeline.forgetReached();
    this.#departures.forget();
    this.#copy = this.copy(sight) ?? new Map();
  }

  get isRewound(): boolean {
    return this.#rewoundTo !== null;
  }

  /** Items whose copy lacks what the source had at `at`. Of a copy that was taken away nothing can be said. */
  behind(sight: Sight, at: number): string[] {
    const copy = this.copy(sight);
    if (copy === null) return [];
    if (this.#rewoundTo !== null) return differing(this.#rewoundTo, copy);
    return this.lifeline.behind(copy, at);
  }
}
