import type { Published, Wanted } from "#lib/domain/cms-document.ts";
import type { Configuration } from "#lib/domain/configuration.ts";
import type { ComparesKept } from "#lib/domain/drift-list.ts";
import type { EngineBeat, ExportReport, ImportReport } from "#lib/domain/evidence.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { Lift } from "#lib/domain/lift.ts";
import type { PoolFqdn, PoolPair } from "#lib/domain/pool.ts";
import type { Pairing, PoolRecord } from "#lib/domain/pool-record.ts";
import type { SyncRequest, SyncRun } from "#lib/domain/request.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { Topology } from "#lib/domain/topology.ts";
import type { LaneTrail } from "#lib/domain/trail.ts";
import type { Seen } from "./history.ts";

/** Everything that states are computed from, read at one moment: no two answers of it contradict each other. */
export type Evidence = {
  readonly topology: Topology;
  readonly configuration: Configuration;
  readonly beat: EngineBeat | null;
  readonly exports: readonly ExportReport[];
  readonly imports: readonly ImportReport[];
  readonly requests: readonly RequestWithRuns[];
};

/** A request and its parts, one a lane; a part that the engine has not touched yet is "accepted". */
export type RequestWithRuns = { readonly request: SyncRequest; readonly runs: readonly SyncRun[] };

export type NewPool = Omit<PoolRecord, "isMade">;

export type NewRequest = Pick<SyncRequest, "what" | "from" | "to" | "modules" | "detail">;

/** What was done elsewhere, and what was there before or is there now. */
export type Noted = {
  readonly action: string;
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

/** One half differs from before whenever anything was written: by this handle, or by any other. */
export type LedgerVersion = { readonly ours: string; readonly theirs: string };

/** The ledger as doors use it: they leave requests and changes, each with its audit row, and read evidence. */
export interface DoorLedger {
  topology(): Promise<Topology>;
  /** Every pool with what is known of it, in the order in which they came. */
  pools(): Promise<readonly PoolRecord[]>;
  /** Adds a pool and the id that its stores shall get; false when there is one of that name. With its audit row. */
  addPool(pool: NewPool, by: Actor): Promise<boolean>;
  /** Takes a pool away whose stores could not be made; never one whose stores are made. With its audit row. */
  dropPool(pool: PoolFqdn, by: Actor): Promise<void>;
  /**
   * Pairs two pools that are known and unpaired, under a number that no pair had before; false when they are not so. With its
   * audit row.
   */
  pair(pair: PoolPair, by: Actor): Promise<boolean>;
  /** Ends the pair, and asks what runs between the two to end; false when there is no such pair. With its audit row. */
  unpair(pair: PoolPair, by: Actor): Promise<boolean>;
  /** Requests: all that are open, and the latest ended one of each lane. */
  evidence(): Promise<Evidence>;
  /** Cheap enough to be asked often. */
  version(): Promise<LedgerVersion>;
  /** The engine's last beat alone: cheap enough to be asked every second. */
  beat(): Promise<EngineBeat | null>;
  configuration(): Promise<Configuration>;
  /** Changes the configuration and leaves an audit row with before and after. */
  configure(change: Partial<Configuration>, by: Actor): Promise<Configuration>;
  /**
   * Leaves a request, durably, with its audit row. An open request of the same kind, pools, modules and detail of which the
   * engine has not taken up any part, and which nobody asked to end, is the same one: repeated taps are one run. A restore is the
   * same one until a part of it has ended: a second one would move aside what the first brought back, and what came since.
   */
  request(asked: NewRequest, by: Actor): Promise<SyncRequest>;
  /** Asks the engine to end a request where it stands; false when it has ended. With its audit row. */
  cancel(id: string, by: Actor): Promise<boolean>;
  /** Lifts the limits of a lane for so long, from now on and in place of a lift of before. With its audit row. */
  lift(lane: Lane, ms: number, by: Actor): Promise<Lift>;
  /** Ends a lift before its time; false when its time is over, or there is none. With its audit row. */
  endLift(lane: Lane, by: Actor): Promise<boolean>;
  /** Leaves the audit row of something that was done elsewhere than in the ledger. */
  note(done: Noted, by: Actor): Promise<void>;
  /** What compares of that lane found; null before any. */
  compares(lane: Lane): Promise<ComparesKept | null>;
  /** All that are open, and the latest ended ones, newest first; at most `limit`. With `within`, those alone from one of these pools to another. */
  requests(limit: number, within?: readonly PoolFqdn[]): Promise<readonly RequestWithRuns[]>;
  /** One request with its parts; null when there is none of that id. */
  requestById(id: string): Promise<RequestWithRuns | null>;
}

/** What a lane remembers of its compares. */
export type LaneCompares = { readonly lane: Lane; readonly kept: ComparesKept };

/** What the engine adds in one transaction: its beat, what it read off each lane, how far requests have come. */
export type EngineWord = {
  /** Null for a word that tells nothing of the lanes: their evidence would look younger than it is. */
  readonly beat: EngineBeat | null;
  readonly exports: readonly ExportReport[];
  readonly imports: readonly ImportReport[];
  readonly runs: readonly SyncRun[];
  /** Parts of requests that carry nothing: no state is judged by them. */
  readonly compareRuns?: readonly SyncRun[];
  /** What is new of what compares found; it replaces what was told of the lane before. */
  readonly compares?: readonly LaneCompares[];
  /** What the lanes did since the last word. */
  readonly trails?: readonly LaneTrail[];
  /** What who listens to the engine made of it. */
  readonly seen?: Seen;
};

/** The ledger as the engine uses it. Only the engine writes beats, lanes and runs. */
export interface EngineLedger {
  topology(): Promise<Topology>;
  /** Both sides of every pair, with its number: what changes when pools are paired anew. */
  pairings(): Promise<readonly Pairing[]>;
  configuration(): Promise<Configuration>;
  /** Requests with at least one part that has not ended, oldest first. */
  openRequests(): Promise<readonly RequestWithRuns[]>;
  /** The last lift of each lane, also those whose time is over: the engine measures that by its own clock. */
  lifts(): Promise<readonly Lift[]>;
  say(word: EngineWord): Promise<void>;
  /** The highest package epoch that the ledger remembers of a lane; 0 before the first (DESIGN L3). */
  knownEpoch(lane: Lane): Promise<number>;
  /** Never lowers what is remembered. */
  rememberEpoch(lane: Lane, epoch: number): Promise<void>;
  /** What compares of this lane found, in any run; null before any. */
  compares(lane: Lane): Promise<ComparesKept | null>;
  /** When this lane was last computed Final, in any run; null before. */
  lastFinalAt(lane: Lane): Promise<number | null>;
  /**
   * Gives what `publisher` wants to say its numbers, and remembers it before anybody sees it: a version never means two
   * things (DESIGN 5). The same again is no new issue.
   */
  publish(publisher: PoolFqdn, wanted: readonly Wanted[]): Promise<readonly Published[]>;
  /** The last issue of every document. */
  published(): Promise<readonly Published[]>;
}

/** A pool's stores as the ledger knows them. `madeAt` is null while first start is still making them. */
export type StoreIdentity = {
  readonly pool: PoolFqdn;
  readonly storeId: string;
  readonly madeAt: number | null;
  /** 1, and one more with each adoption (DESIGN L9). */
  readonly epoch: number;
  /** The request that the last adoption was made for; null before any, and after one that failed before it had begun. */
  readonly adoptedFor: string | null;
};

export type FailedAdoption = {
  /** The parts of its request, ended. */
  readonly runs: readonly SyncRun[];
  /** Whether anything of the stores is of the identity's epoch already, or may be. */
  readonly hasBegun: boolean;
  readonly at: number;
};

/** The ledger as first start and adoptions use it (DESIGN L9). */
export interface TopologyLedger {
  topology(): Promise<Topology>;
  stores(): Promise<readonly StoreIdentity[]>;
  /** Writes the first pools, pair, CMS master and the ids that their stores shall get, in one transaction; only into an empty ledger. */
  found(topology: Topology, stores: readonly StoreIdentity[]): Promise<void>;
  storesMade(pool: PoolFqdn, at: number): Promise<void>;
  /** Raises the epoch of a pool's stores for a request, before its stores get it; the same request raises it once. */
  adopt(pool: PoolFqdn, requestId: string): Promise<StoreIdentity>;
  /**
   * Ends an adoption that could not be done: its runs with it, in one transaction, so that nobody is told it failed while
   * the next start would try it again. No more is to be made of the stores; where none of them has begun to be of the
   * epoch, they are what they were before.
   */
  adoptionFailed(identity: StoreIdentity, failed: FailedAdoption): Promise<void>;
}
