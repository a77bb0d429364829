import type { ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";
import { may } from "#lib/domain/may.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import { reachText } from "#lib/domain/reach.ts";
import { type Actor, type ActorRole, covers } from "#lib/domain/role.ts";
import type { AuditLog } from "#lib/ports/audit-log.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineEar, EngineWatch } from "#lib/ports/engine-watch.ts";
import type { HistoryReader } from "#lib/ports/history.ts";
import type { Holdings } from "#lib/ports/holdings.ts";
import type { ItemFinder } from "#lib/ports/item-finder.ts";
import type { DoorLedger } from "#lib/ports/ledger.ts";
import type { LossList } from "#lib/ports/loss-list.ts";
import type { PairsFeed } from "#lib/ports/pairs-feed.ts";
import type { PoolLook } from "#lib/ports/pool-look.ts";
import type { PoolMaker } from "#lib/ports/pool-maker.ts";
import type { StandbyKeeper } from "#lib/ports/standby-keeper.ts";
import type { TrashList } from "#lib/ports/trash.ts";
import type { AccessNotes } from "./access-notes.ts";
import type { Accounts } from "./accounts.ts";
import type { Displays } from "./displays.ts";
import type { TokenDesk } from "./tokens.ts";

/** What a command works with: who asks, and the plugs that `service.ts` picked. */
export type Context = {
  readonly actor: Actor;
  readonly ledger: DoorLedger;
  readonly history: HistoryReader;
  readonly audit: AuditLog;
  readonly notes: Pick<AccessNotes, "refused">;
  /** The modules that are deployed here; commands know no others. */
  readonly modules: readonly ModuleFace[];
  /** Those whose engine this service runs (PAIRKEEPER_POOLS): of the others it knows nothing. */
  readonly pools: ReadonlySet<PoolFqdn>;
  readonly engine: EngineWatch;
  readonly ear: EngineEar;
  readonly clock: Clock;
  /** The pairs as every screen of this server shares them. */
  readonly feed: PairsFeed;
  /** The same without what only people may read. */
  readonly wall: PairsFeed;
  readonly maker: PoolMaker;
  readonly standby: StandbyKeeper;
  readonly displays: Displays;
  readonly accounts: Accounts;
  readonly tokens: TokenDesk;
  /** The trash in which a pool keeps what was deleted of a module; null for a module that keeps none. */
  readonly trashOf: (pool: PoolFqdn, module: ModuleName) => Promise<TrashList | null>;
  /** What would be lost with a pool that this service serves. */
  readonly lossOf: (pool: PoolFqdn) => LossList;
  readonly finder: ItemFinder;
  /** Looks at the stores of pools that this service serves. */
  readonly look: PoolLook;
  readonly holdings: Holdings;
};

type Asker = Pick<Context, "actor" | "notes">;

/**
 * Throws Problem "not-allowed" unless the actor holds `needed` and, where that acts, reaches the pool; without one it is the
 * whole deployment that is acted on. A pool that is not there is refused like any other out of reach, so that nobody learns
 * which there are. Leaves a row of the try in the audit.
 */
export function requireRole(ctx: Asker, needed: ActorRole, pool?: PoolFqdn): void {
  if (may(ctx.actor, needed, pool)) return; // what screens ask before they show a button
  requireRoleAnywhere(ctx, needed, pool);
  if (pool === undefined) requireWhole(ctx);
  else refuse(ctx, `this acts on ${pool}`, `Ask whoever may act on ${pool}.`);
}

/** The same for what is of some pool that is not known yet; `pool` only names the one asked for. */
export function requireRoleAnywhere({ actor, notes }: Asker, needed: ActorRole, pool?: PoolFqdn): void {
  if (covers(actor.role, needed)) return;
  const where = pool === undefined ? "" : ` on ${pool}`;
  const sentence = `${actor.name} is ${actor.role}, and this needs ${needed}${where}.`;
  notes.refused(actor, sentence);
  throw new Problem("not-allowed", sentence, `Ask an administrator to do it, or for the role ${needed}.`);
}

/** So long after a sign-in or a confirmation nobody is asked again. */
export const FRESH_MS = 10 * 60_000;

/** What is confirmed first, as a sentence for whoever asked for it. */
const GRAVE = {
  "for-good": "This cannot be taken back.",
  "way-in": "This decides who may come in.",
} as const;

/**
 * Throws Problem "confirm-first" for a session whose owner did not show lately that it is them; to look what would be done needs
 * no confirmation. Programs have none to give, and need none.
 */
export function requireConfirmed(
  { actor, clock }: Pick<Context, "actor" | "clock">,
  why: keyof typeof GRAVE,
  isForesight = false,
): void {
  const { confirmedAt, door } = actor;
  if (isForesight || (confirmedAt === undefined && door !== "page")) return;
  if (confirmedAt !== undefined && Math.abs(clock.now() - confirmedAt) <= FRESH_MS) return;
  throw new Problem(
    "confirm-first",
    `${GRAVE[why]} Show first that it is you.`,
    "Give your password, or a code of your app; the page Your account has a place for it.",
  );
}

/** Throws Problem "not-allowed" for whoever reaches some pools alone: this is of all there are, or of none. */
export function requireWhole(ctx: Asker): void {
  if (ctx.actor.pools !== "all") refuse(ctx, "this is of the whole deployment", "Ask somebody who may for all pools.");
}

function refuse({ actor, notes }: Asker, what: string, hint: string): never {
  const own = actor.pools.length === 0 ? "no pool" : reachText(actor.pools);
  const sentence = `${actor.name} is ${actor.role} of ${own} alone, and ${what}.`;
  notes.refused(actor, sentence);
  throw new Problem("not-allowed", sentence, hint);
}
