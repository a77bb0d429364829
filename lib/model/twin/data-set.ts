import { Departures } from "./departures.ts";
import { Homecoming } from "./homecoming.ts";
import { differing, type Items, type Kind, Violation } from "./items.ts";
import { Lifeline } from "./lifeline.ts";
import type { Sight } from "./places.ts";
import { Spoilt } from "./spoilt.ts";

/** Something of a copy is not as it was, and nobody knows; each that befalls it is another one. */
export type Drift = { readonly since: number };

/** The items of one kind and one home pool: what their owner did to them, and their copy on the partner. */
export class DataSet {
  readonly kind: Kind;
  readonly home: string;
  readonly partner: string;
  readonly lifeline: Lifeline;
  readonly #departures = new Departures();
  /** Rows that were moved here by the partner's users and did not arrive yet. */
  readonly #coming = new Set<string>();
  /** Rows that the partner's users moved here, unless users of this side wrote them since. */
  readonly #given = new Set<string>();
  #copy: Items = new Map();
  /** What an older copy of the owner's database brought back; no user's doing. */
  #rewoundTo: Items | null = null;
  readonly homecoming = new Homecoming();
  /** Rows on their way to their new owner when a misfortune struck: they come or not. */
  readonly #mayCome = new Set<string>();
  /** Rows that were on their way here when the database that has them was copied: where that copy comes back they are again. */
  readonly #onTheirWayThen = new Set<string>();
  /** Rows that the partner's users moved here while the partner may not have heard that they came; and so when it was copied. */
  readonly #unheard = new Set<string>();
  readonly #unheardThen = new Set<string>();
  #isForgotten = false;
  #isPartnerRewound = false;
  /** The copy was taken away; from when on its owner knows, null before. */
  #copyLost: { knownAt: number | null } | null = null;
  #drift: Drift | null = null;
  /** What of it somebody's asking for everything has to find. */
  #sought: Drift | null = null;
  readonly #spoilt = new Spoilt();

  constructor(kind: Kind, home: string, partner: string) {
    this.kind = kind;
    this.home = home;
    this.partner = partner;
    // A folder gets its mode when its content is in.
    this.lifeline = new Lifeline((text) => (text.startsWith("folder ") ? "folder" : text));
  }

  /** What the service moved aside in its last turn, as it was. */
  readonly #aside = new Map<string, string>();
  get aside(): ReadonlyMap<string, string> {
    return this.#aside;
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

  /** From now on what is not here may come back as the copy has it; see Homecoming. */
  contest(isWhole = false): void {
    this.lifeline.fromNowOn();
    this.homecoming.asked(isWhole);
  }

  /** A misfortune and no user made what is here what it is now. */
  struck(sight: Sight, at: number): void {
    const own = this.own(sight) ?? new Map<string, string>();
    this.#mayComeOrNot(own, at);
    for (const key of this.lifeline.touched(own)) {
      this.lifeline.lose(key, own.get(key) ?? null, at);
      if (this.#given.has(key)) this.#mayCome.add(key); // it may be handed over once more
    }
    this.homecoming.over();
  }

  #mayComeOrNot(own: Items, at: number): void {
    for (const key of this.#coming) {
      this.#mayCome.add(key);
      if (this.#isStillComing(key, own)) this.lifeline.lose(key, own.get(key) ?? null, at);
    }
    this.#coming.clear();
  }

  /** What the service knew of what left is gone with the database. */
  forgotten(): void {
    this.#departures.forget();
    this.#isForgotten = true;
  }

  /** The copy was taken away, or something else put in its place. */
  copyStruck(sight: Sight, at: number, isHidden: boolean): void {
    this.#mayComeOrNot(this.own(sight) ?? new Map(), at);
    this.#copy = this.copy(sight) ?? new Map();
    this.lifeline.forgive(this.#copy);
    this.#copyLost = { knownAt: null };
    if (isHidden) this.#drift = { since: at };
    this.#spoilt.note(this.#copy, this.lifeline, at);
  }

  /** The importer looked at the copy, and its exporter heard what it said. */
  said(at: number): void {
    if (this.#copyLost !== null && this.#drift === null) this.#copyLost.knownAt ??= at;
  }

  /** The copy was taken away, and its owner does not know. */
  get isLossUnheard(): boolean {
    return this.#copyLost !== null && this.#copyLost.knownAt === null;
  }

  /** Something of the copy is not as it was, and both sides were not compared since. */
  get drift(): Drift | null {
    return this.#drift;
  }

  /** Somebody asked its owner for all of it. */
  compareAsked(): void {
    this.#sought = this.#drift;
  }

  /** What was asked of its owner has ended; when it was done, both sides were compared. */
  compareEnded(isDone: boolean, at: number): void {
    if (isDone) this.compared(this.#sought, at);
    this.#sought = null;
  }

  /** Both sides were compared since that befell: from now on its owner knows what differs. */
  compared(drift: Drift | null, at: number): void {
    if (drift === null || drift !== this.#drift) return;
    this.#drift = null;
    this.said(at);
  }

  /** What is not true of having found so many items equal at `at`, or null. */
  lieOfEqual(at: number, items: number): string | null {
    if (this.#rewoundTo !== null) return null;
    const { most, differing: known } = this.#spoilt.equalAt(this.lifeline, at);
    return items > most ? `${items} were never equal as of then, but ${most}: ${known.join(", ")} differs` : null;
  }

  /** What a misfortune took and the copy still has; a row that was on its way here never was here: its handover brings it. */
  missing(sight: Sight): string[] {
    const [own, copy] = [this.own(sight), this.copy(sight) ?? new Map<string, string>()];
    const isMissing = (key: string) => own?.has(key) !== true && !this.#mayCome.has(key);
    return [...copy.keys()].filter((key) => isMissing(key) && this.lifeline.lostAt(key) !== null);
  }

  /** Of these, what was lost by then. */
  lost(keys: readonly string[], at: number): string[] {
    return keys.filter((key) => (this.lifeline.lostAt(key) ?? Number.POSITIVE_INFINITY) <= at);
  }

  /** The owner's users wrote. */
  wrote(sight: Sight, at: number): void {
    const own = this.own(sight);
    if (own === null) return;
    this.#departures.owned(own);
    this.#checkOwn(own, true, at);
    for (const key of this.lifeline.touched(own)) {
      if (this.#isStillComing(key, own)) continue;
      this.lifeline.append(key, own.get(key) ?? null, at);
      this.#given.delete(key);
    }
    for (const [key, text] of own) if (text.startsWith("file ")) this.lifeline.giveUpBelow(key, at);
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
      this.#given.add(key);
      this.#unheard.add(key);
    }
    this.#copy = copy;
  }

  /** The partner heard what came. */
  giftsHeard(): void {
    for (const key of this.#unheard) if (!this.#coming.has(key)) this.#unheard.delete(key);
  }

  /** A person let go the deletions that were held. */
  letGo(sight: Sight): void {
    this.#departures.letGo(this.own(sight) ?? new Map(), this.lifeline.keys());
  }

  /** These left the copy, and are no rows that were handed over. */
  left(gone: ReadonlyMap<string, readonly string[]>, sight: Sight, at: number): void {
    const own = this.own(sight);
    if (own === null) return;
    const copy = this.copy(sight) ?? new Map<string, string>();
    const named = [...own.values(), ...copy.values()]; // its owner may have deleted the other name since, as well
    for (const [key, texts] of gone) this.#departures.left(key, texts, named, at);
    const left = this.#departures.tooMany(copy, at);
    if (left === null) return;
    throw new Violation(`${this.name}: ${left} items left ${this.partner} within a day, and nobody let them go`);
  }

  /** The service did something, or may have. Returns what vanished from the copy, with all that it may have been. */
  served(sight: Sight, at: number): ReadonlyMap<string, readonly string[]> {
    const own = this.own(sight);
    this.#aside.clear();
    if (own !== null) this.#checkOwn(own, false, at);
    const copy = this.copy(sight);
    const gone = new Map<string, readonly string[]>();
    this.#spoilt.seen(copy);
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
      const touched = differing(own, before).filter(
        (key) => before.has(key) || !this.#mayComeBack(key, own.get(key) ?? ""),
      );
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
      if (!this.#isByLeave(key, own.get(key) ?? null, at)) touched.push(key);
    }
    if (touched.length > 0) throw new Violation(`${this.name}: ${touched.join(", ")} was changed by no user`);
  }

  /** The service did this to what is not its own, as somebody asked it to: it went to the trash, came back, or both. */
  #isByLeave(key: string, text: string | null, at: number): boolean {
    const { homecoming, lifeline } = this;
    const before = lifeline.latest(key);
    const isFolder = before?.startsWith("folder ") === true && text?.startsWith("folder ") === true;
    if (isFolder && homecoming.mayReturn) {
      lifeline.append(key, text, at); // opened for what comes back
      return true;
    }
    if (before !== null) {
      if (!homecoming.leaves(lifeline.latestAt(key))) return false;
      lifeline.lose(key, null, at);
      if (this.#given.has(key)) this.#mayCome.add(key); // it is handed over once more
      this.#aside.set(key, before);
    }
    if (text === null) return true;
    if (!this.#mayComeBack(key, text)) return false;
    lifeline.append(key, text, at);
    this.#mayCome.delete(key);
    return true;
  }

  #mayComeBack(key: string, text: string): boolean {
    const { homecoming, lifeline } = this;
    if (this.#mayCome.has(key) && this.#isAsGiven(key, text)) return true;
    if (homecoming.mayComeOutOfTrash) return lifeline.was(key, text);
    return homecoming.mayReturn && (lifeline.wasCopied(key, text) || lifeline.isSpoilt(key, text)); // nobody knows of a spoilt bit
  }

  #isStillComing(key: string, own: Items): boolean {
    return this.#coming.has(key) && (own.get(key) ?? null) === this.lifeline.before(key);
  }

  /** The owner's database is an older one now. */
  rewound(sight: Sight): void {
    this.#rewoundTo = this.own(sight);
  }

  /** Somebody copies the database that holds the copy. */
  copyCopied(): void {
    for (const key of this.#coming) this.#onTheirWayThen.add(key);
    for (const key of this.#unheard) this.#unheardThen.add(key);
  }

  /** The database that holds the copy is an older one now. */
  copyRewound(sight: Sight): void {
    for (const key of this.#onTheirWayThen) this.#mayCome.add(key);
    // Who took them knows no more that it did.
    if (this.#isForgotten) for (const key of this.#unheardThen) this.#mayCome.add(key);
    this.#departures.forget();
    this.#spoilt.seen(null);
    this.#copy = this.copy(sight) ?? new Map();
    this.lifeline.forgetReached(this.#copy);
  }

  /** Who holds the copy went back in time, and says so until a person has decided. */
  partnerRewound(): void {
    this.#isPartnerRewound = true;
  }

  get isRewound(): boolean {
    return this.#rewoundTo !== null;
  }

  /** Items whose copy lacks what the source had at `at`. Of a copy that was taken away nothing can be said. */
  behind(sight: Sight, at: number): string[] {
    const copy = this.copy(sight);
    if (copy === null) return [];
    const { knownAt } = this.#copyLost ?? { knownAt: Number.NEGATIVE_INFINITY };
    if (knownAt === null || at <= knownAt) return []; // it was there then, and that is what is said
    if (this.#rewoundTo !== null) return differing(this.#rewoundTo, copy);
    return this.lifeline
      .behind(copy, at)
      .filter((key) => !this.#isOnItsWay(key, sight) && !this.#isNobodys(key, sight));
  }

  /**
   * It was given, who gave it has lost the memory of it, and who took it went back to before: each has it as the other's. That is
   * for the export of the one that went back to tell, and over with its adoption or restore.
   */
  #isNobodys(key: string, sight: Sight): boolean {
    if (!this.#isForgotten || !this.#isPartnerRewound) return false;
    return sight.items(this.kind, this.partner, this.home)?.has(key) === true;
  }

  /** Its giver has the row as given, and its new owner does not have it: that is for the giver's export to tell. */
  #isOnItsWay(key: string, sight: Sight): boolean {
    const text = this.copy(sight)?.get(key);
    const isHere = this.own(sight)?.has(key) === true;
    return this.#mayCome.has(key) && !isHere && text !== undefined && this.#isAsGiven(key, text);
  }

  /** Until its new owner has it, its giver alone holds it: what a misfortune makes of it there is what comes. */
  #isAsGiven(key: string, text: string): boolean {
    return this.lifeline.was(key, text) || this.lifeline.isSpoilt(key, text);
  }
}
