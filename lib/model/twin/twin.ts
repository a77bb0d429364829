import { DataSet, type Drift } from "./data-set.ts";
import { differing, type Kind, Violation } from "./items.ts";
import { type Loss, Losses } from "./losses.ts";
import { hitsOf, type Misfortune } from "./misfortune.ts";
import { Places, type Sight } from "./places.ts";
import { countsOf, isPeaceful, readStatus, type SeenModule, toldModule } from "./status.ts";
import { lieOf } from "./verdict.ts";

const KINDS: readonly Kind[] = ["rows", "files"];
const MODULES: Readonly<Record<string, Kind>> = {
  "UserServices.PresenceFocus": "rows",
  "ConfServices.DataConf": "files",
};

/** How often they were heard is counted as these. */
export const VERIFIED = "verified equal";
export const CANARY = "canary arrived";
/** Seconds are told to a tenth. */
const ROUNDED_MS = 100;

/**
 * A second opinion. It knows both pools by their public paths and tables and the service by its public status alone, and
 * none of its code. Told of every turn of users and service, it throws a Violation when the service did or said what it
 * never may (DESIGN 8).
 */
export class Twin {
  readonly #places: Places;
  readonly #pools: readonly [string, string];
  readonly #now: () => number;
  readonly #sets: readonly DataSet[];
  readonly #losses = new Losses();
  /** Exports that a person asked for and that did not begin to look since. */
  readonly #asked = new Set<DataSet>();
  /** Data sets that were lost by themselves: a sync of the partner brings them back, all of them (DESIGN L9). */
  readonly #byItself = new Set<DataSet>();
  /** Those of them in whose place something foreign stands, which goes to the trash first. */
  readonly #foreign = new Set<DataSet>();
  /** As of when each was last heard to be equal. */
  readonly #verified = new Map<DataSet, string>();
  /** Of whose canary it was last heard that it arrived, and when. */
  readonly #canaries = new Map<string, string>();
  /** When a database was last taken away, or another one put in its place. */
  #databasesStruckAt = Number.NEGATIVE_INFINITY;
  /** How often each state was seen and judged; and how often that something was verified equal, and that a canary arrived. */
  readonly seen = new Map<string, number>();
  /** What lies there since the last turn, as long as nothing else happens. */
  #sight: Sight | null = null;
  #isTroubled = false;

  constructor(dataFolder: string, pools: readonly [string, string], now: () => number) {
    this.#places = new Places(dataFolder, pools);
    this.#pools = pools;
    this.#now = now;
    const [a, b] = pools;
    this.#sets = KINDS.flatMap((kind) => [new DataSet(kind, a, b), new DataSet(kind, b, a)]);
  }

  /** Something happens from now on: what was seen before is of before. */
  disturbed(): void {
    this.#sight = null;
  }

  /** Users of `pool` wrote, and nothing else happened since the last turn. */
  usersWrote(pool: string): void {
    this.disturbed();
    const sight = this.#look();
    const at = this.#now();
    this.#set("rows", this.#partnerOf(pool)).partnerWrote(sight, at);
    for (const kind of KINDS) this.#set(kind, pool).wrote(sight, at);
  }

  /** Only others were served since the last turn: here everything is as it was. */
  untouched(): void {
    const before = this.#sight;
    if (before === null) {
      this.served();
      return;
    }
    this.disturbed();
    const now = this.#look();
    for (const set of this.#sets) {
      for (const pool of this.#pools) {
        const [was, is] = [before, now].map((sight) => sight.items(set.kind, set.home, pool) ?? new Map());
        const touched = differing(was ?? new Map(), is ?? new Map());
        if (touched.length > 0) {
          throw new Violation(
            `${set.name} on ${pool}: ${touched.join(", ")} changed while only another pair was served`,
          );
        }
      }
    }
  }

  /** Something befell this pair: from now on it may be in error. */
  troubled(): void {
    this.#isTroubled = true;
  }

  /** The service had a turn. */
  served(): void {
    this.disturbed();
    const sight = this.#look();
    for (const set of this.#sets) {
      const taken = set.kind === "rows" ? sight.items("rows", set.partner, set.partner) : null; // rows that were handed over
      const gone = new Map([...set.served(sight, this.#now())].filter(([key]) => !taken?.has(key)));
      for (const [key, texts] of gone) this.#checkTrash(set, set.partner, key, texts);
      for (const [key, text] of set.aside) this.#checkTrash(set, set.home, key, [text]);
      if (set.aside.size > 0) set.homecoming.left(this.#now());
      set.left(gone, sight, this.#now());
      this.#checkMarker(set, sight);
    }
  }

  /** The marker is the last act of a restore (DESIGN L9). */
  #checkMarker(set: DataSet, sight: Sight): void {
    if (set.kind !== "files" || !set.homecoming.isUnderWay) return;
    const missing = set.missing(sight);
    const isTold = set.homecoming.isToldWhole(this.#places.isMarked(set.home, set.home, set.partner));
    if (missing.length === 0 || !isTold) return;
    throw new Violation(`${set.name} carries its marker while it lacks ${missing.join(", ")}`);
  }

  /** A person let go the deletions that the service showed as held. */
  letGo(kind: Kind, home: string): void {
    this.#set(kind, home).letGo(this.#look());
  }

  #checkTrash(set: DataSet, pool: string, key: string, texts: readonly string[]): void {
    if (this.#places.isInTrash(pool, set.home, set.kind, key, texts)) return;
    throw new Violation(`${set.name}: ${key} was deleted on ${pool} and is not in its trash`);
  }

  /** A person asked that `pool` pushes everything: from now on that is pending work (D16). */
  asked(pool: string): void {
    for (const kind of KINDS) {
      const theirs = this.#set(kind, this.#partnerOf(pool));
      this.#asked.add(this.#set(kind, pool));
      this.#set(kind, pool).compareAsked();
      theirs.contest(this.#byItself.has(theirs));
      if (this.#foreign.has(theirs)) theirs.homecoming.givenUp("sync");
    }
  }

  /** A person asked to give up what stands on `pool` for the copies that its partner has. */
  givenUp(pool: string): void {
    for (const kind of KINDS) {
      const set = this.#set(kind, pool);
      set.contest(true);
      set.homecoming.givenUp("restore");
    }
  }

  /** A person asked to take what stands on `pool` for its own, and to bring back what is lacking. */
  adopted(pool: string): void {
    for (const kind of KINDS) {
      const set = this.#set(kind, pool);
      set.lifeline.adopt();
      set.contest(true);
    }
  }

  /** A person chose what was deleted out of the trash. */
  outOfTrash(kind: Kind, home: string): void {
    this.#set(kind, home).homecoming.outOfTrash();
  }

  /** What was asked of the lane from `giver` was ended; `isDone`: the service says that it was done. */
  ended(kind: Kind, giver: string, isDone: boolean): void {
    const set = this.#set(kind, this.#partnerOf(giver));
    this.#asked.delete(this.#set(kind, giver));
    this.#set(kind, giver).compareEnded(isDone, this.#now());
    const missing = isDone && set.homecoming.isUnderWay ? set.missing(this.#look()) : [];
    if (missing.length > 0) {
      throw new Violation(`${set.name}: a restore is called done while ${set.home} lacks ${missing.join(", ")}`);
    }
    set.homecoming.over(isDone);
  }

  /** Something befell the stores of `pool`, and no user nor the service did it. */
  struck(what: Misfortune, pool: string): void {
    this.troubled();
    this.disturbed();
    const sight = this.#look();
    const at = this.#now();
    const hits = hitsOf(what);
    if (hits.memory.length > 0) this.#databasesStruckAt = at;
    for (const kind of hits.own) this.#set(kind, pool).struck(sight, at);
    for (const kind of hits.copies) this.#set(kind, this.#partnerOf(pool)).copyStruck(sight, at, hits.isHidden);
    for (const kind of hits.memory) {
      this.#set(kind, pool).forgotten();
      this.#set(kind, pool).homecoming.over();
    }
    if (what === "database-old") this.#set("rows", this.#partnerOf(pool)).copyRewound(sight);
    const content = this.#set("files", pool);
    if (hits.isByItself) this.#byItself.add(content);
    if (what === "foreign-content") this.#foreign.add(content);
  }

  /** A copy is not as it was, and nobody can know. */
  get isDrifted(): boolean {
    return this.#sets.some((set) => set.drift !== null);
  }

  /** A copy was taken away, and its owner has not heard of it. */
  get isUnnoticed(): boolean {
    return this.#sets.some((set) => set.isLossUnheard);
  }

  /** A misfortune took something of what `home` owns, and it is not back. */
  lacks(kind: Kind, home: string): boolean {
    return this.#set(kind, home).lifeline.lacksAny();
  }

  /** What nobody knows of the copy of what `home` exports: a compare that is asked for from now on has to find it. */
  drift(kind: Kind, home: string): Drift | null {
    return this.#set(kind, home).drift;
  }

  /** A compare of all that `home` exports was done, asked for when that had befallen: from now on the service knows of it. */
  compared(kind: Kind, home: string, drift: Drift | null): void {
    this.#set(kind, home).compared(drift, this.#now());
  }

  /** All is well again. */
  healed(): void {
    this.#byItself.clear();
    this.#foreign.clear();
  }

  /** The export begins a cycle. */
  begins(kind: Kind, pool: string): void {
    this.#asked.delete(this.#set(kind, pool));
  }

  lost(loss: Loss, pool: string): void {
    this.troubled();
    if (loss === "user-database") this.#databasesStruckAt = this.#now();
    this.#losses.lost(loss, pool, this.#partnerOf(pool), this.#now());
  }

  found(loss: Loss, pool: string): void {
    this.#losses.found(loss, pool);
  }

  /** Whether what a person asked for may be filling anew the place of what is lost. */
  filling(loss: Loss, pool: string, isFilled: boolean): void {
    this.#losses.filling(loss, pool, isFilled);
  }

  /** It is not lost any more, for who had taken it put it back. */
  putBack(loss: Loss, pool: string): void {
    this.found(loss, pool);
    if (loss === "own-content") this.#set("files", pool).homecoming.markerBack();
  }

  /** The importer of what `home` exports looked, spoke, and was heard. */
  said(kind: Kind, home: string): void {
    this.#set(kind, home).said(this.#now());
    this.#set(kind, this.#partnerOf(home)).giftsHeard();
    this.#losses.said(kind, home, this.#now());
  }

  /** Somebody copies the user database of `pool`, and may put it back one day. */
  copied(pool: string): void {
    this.#set("rows", this.#partnerOf(pool)).copyCopied();
  }

  /** Somebody put back an older copy of the user database of `pool`. */
  rewound(pool: string): void {
    this.troubled();
    this.#databasesStruckAt = this.#now();
    this.disturbed();
    const sight = this.#look();
    this.#set("rows", pool).rewound(sight);
    this.#set("rows", this.#partnerOf(pool)).copyRewound(sight);
    this.#set("rows", this.#partnerOf(pool)).partnerRewound();
  }

  /** Judges what the service says now; nobody wrote since it began to answer. Returns what it says of rows and files. */
  judge(answers: readonly string[]): readonly SeenModule[] {
    const sight = this.#look();
    const strangers = this.#places.strangers();
    if (strangers.length > 0) throw new Violation(`of another pair: ${strangers.join(", ")}`);
    return answers.flatMap((answer) => this.#judge(answer, sight));
  }

  #judge(answer: string, sight: Sight): readonly SeenModule[] {
    const { PoolFqdn, BackupModules } = readStatus(answer);
    const judged: SeenModule[] = [];
    for (const module of BackupModules) {
      const kind = MODULES[module.Identity];
      if (!kind) continue;
      judged.push(module);
      this.seen.set(module.ExportStatus, (this.seen.get(module.ExportStatus) ?? 0) + 1);
      const set = this.#set(kind, PoolFqdn);
      // A sync that its partner was asked for brings back what the guard holds, and until then its own side is not whole.
      const comesHome = module.Reason === "restoring" && set.homecoming.mayReturn;
      if (!this.#isTroubled && !isPeaceful(module) && !comesHome) {
        throw new Violation(`${PoolFqdn} says ${toldModule(module)}, but nothing befell it`);
      }
      const darkness = (asOf: number, isFinal: boolean) => this.#losses.darkness(kind, PoolFqdn, asOf, isFinal);
      const theirs = this.#set(kind, this.#partnerOf(PoolFqdn));
      const owed = theirs.homecoming.isUnderWay ? theirs.missing(sight) : [];
      const lie = lieOf(module, set, sight, { darkness, isAsked: this.#asked.has(set), owed });
      if (lie !== null) throw new Violation(`${PoolFqdn} says ${toldModule(module)}, but ${lie}`);
      this.#judgeVerified(module, set);
      this.#judgeCanary(module, set);
    }
    return judged;
  }

  /** That both sides were equal as of a moment is judged when it is heard first: later that is long ago. */
  #judgeVerified({ VerifiedEqualAt: at, VerifiedItems: items, VerifiedBy: by }: SeenModule, set: DataSet): void {
    if (at === null || this.#verified.get(set) === at) return;
    this.#verified.set(set, at);
    this.seen.set(VERIFIED, (this.seen.get(VERIFIED) ?? 0) + 1);
    const lie = by === "full" ? set.lieOfEqual(Date.parse(at), items ?? 0) : null;
    if (lie !== null) throw new Violation(`${set.name} was verified equal at ${at}, but ${lie}`);
  }

  /** That a canary has arrived is judged when it is heard first: one that was written no earlier has to stand there. */
  #judgeCanary({ CanaryAsOf: asOf, CanaryDelaySeconds: delay }: SeenModule, { name, home, partner }: DataSet): void {
    if (asOf === null || delay === null || this.#canaries.get(home) === asOf) return;
    this.#canaries.set(home, asOf);
    this.seen.set(CANARY, (this.seen.get(CANARY) ?? 0) + 1);
    const writtenAt = Date.parse(asOf) - delay * 1000;
    if (this.#databasesStruckAt >= writtenAt) return; // what had arrived may be gone
    if ((this.#places.canaryWrittenAt(home, partner) ?? 0) >= writtenAt - ROUNDED_MS) return;
    throw new Violation(`${name}: a canary has arrived, says ${home}, that does not stand on ${partner}`);
  }

  /** Nothing disturbs any more and there was time: everything has to be over. */
  judgeRest(answers: readonly string[]): void {
    this.served();
    const sight = this.#look();
    for (const answer of answers) {
      for (const module of this.#judge(answer, sight)) {
        const isOver = module.ExportStatus === "FinalState" && module.ImportStatus === "NormalState";
        if (!isOver || countsOf(module).some((count) => count !== 0)) {
          throw new Violation(`does not come to rest: ${readStatus(answer).PoolFqdn} ${toldModule(module)}`);
        }
      }
    }
    for (const set of this.#sets) {
      const apart = differing(set.own(sight) ?? new Map(), set.copy(sight) ?? new Map());
      if (apart.length > 0) throw new Violation(`${set.name} differs at rest: ${apart.join(", ")}`);
      if (set.hasComing) throw new Violation(`${set.name}: a row that was moved here never came`);
    }
  }

  /** Keys that both pools own: told on both sides, and never Final. */
  judgeContest(answers: readonly string[]): readonly string[] {
    this.served();
    const sight = this.#look();
    const [a, b] = this.#pools.map((pool) => this.#set("rows", pool).own(sight) ?? new Map());
    const contested = [...(a ?? new Map()).keys()].filter((key) => b?.has(key));
    if (contested.length === 0) return [];
    for (const answer of answers) {
      const told = this.#judge(answer, sight).find((module) => MODULES[module.Identity] === "rows");
      if (told?.ExportStatus !== "FinalState" && (told?.QuarantinedItems ?? 0) > 0) continue;
      throw new Violation(`nobody tells that both own ${contested.join(", ")}: ${told && toldModule(told)}`);
    }
    return contested;
  }

  /** A database is older than what was copied of it: its exports have to say so, and nothing newer is overwritten. */
  judgeRewound(answers: readonly string[]): void {
    this.served();
    const sight = this.#look();
    for (const answer of answers) {
      const { PoolFqdn } = readStatus(answer);
      const set = this.#set("rows", PoolFqdn);
      const apart = differing(set.own(sight) ?? new Map(), set.copy(sight) ?? new Map());
      const told = this.#judge(answer, sight).find((module) => MODULES[module.Identity] === "rows");
      if (apart.length > 0 && told?.ExportStatus !== "ErrorState") {
        throw new Violation(`${PoolFqdn} is no error after a rewind: ${told && toldModule(told)}: ${apart.join(", ")}`);
      }
    }
  }

  /** Lets go of the databases, so that they can be replaced. */
  close(): void {
    this.#places.close();
  }

  #look(): Sight {
    this.#sight ??= this.#places.look();
    return this.#sight;
  }

  #set(kind: Kind, home: string): DataSet {
    const found = this.#sets.find((set) => set.kind === kind && set.home === home);
    if (!found) throw new Error(`no ${kind} of ${home}`);
    return found;
  }

  #partnerOf(pool: string): string {
    return this.#pools[0] === pool ? this.#pools[1] : this.#pools[0];
  }
}
