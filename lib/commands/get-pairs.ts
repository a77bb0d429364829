import { setImmediate as turn } from "node:timers/promises";
import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { indexOf } from "#lib/commands/evidence-index.ts";
import { parse } from "#lib/commands/parse.ts";
import { type RequestView, requestView } from "#lib/commands/request-view.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { listedModules } from "#lib/commands/select-modules.ts";
import { readEvidence, statusQuestion } from "#lib/commands/status-question.ts";
import { type DirectionStatus, directionStatus } from "#lib/domain/direction-status.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { formatSyncInterval } from "#lib/domain/sync-interval.ts";
import type { DoorLedger } from "#lib/ports/ledger.ts";

/** One direction of a pair, and the syncs asked for in it: those that run, oldest first, and the last that ended. */
export type DirectionView = DirectionStatus & { readonly Requests: readonly RequestView[] };

/** A pair as a screen shows it: both directions, never averaged. */
export type PairView = {
  readonly A: PoolFqdn;
  readonly B: PoolFqdn;
  readonly Directions: readonly [DirectionView, DirectionView];
};

/** So many pairs are judged in a few milliseconds; with hundreds of them, pages have their turn before each. */
const A_TURN = 100;

/** Everything that the page of pairs shows, as of one moment. Instants are ISO UTC text. */
export type PairsView = {
  /** The clock that the evidence was written by, the server's own while no engine is heard: ages are counted from it, never from the browser's. */
  readonly Now: string;
  readonly SyncInterval: string;
  /** Whether the sync engine is there to be believed, and when it was last heard. */
  readonly Engine: { readonly IsHeard: boolean; readonly HeardAt: string | null };
  readonly Pairs: readonly PairView[];
};

/** All pairs, both directions, computed from one read of the ledger. */
export async function getPairs(ctx: Context, raw: unknown = {}): Promise<PairsView> {
  parse(z.strictObject({}), raw);
  requireRole(ctx, NEEDED_ROLE.getPairs);
  return pairsView(ctx);
}

/** The same for whoever asks for all who may. */
export async function pairsView(
  ctx: Pick<Context, "engine" | "ear" | "clock" | "pools" | "modules"> & {
    readonly ledger: Pick<DoorLedger, "evidence">;
  },
): Promise<PairsView> {
  const heard = await readEvidence(ctx);
  const { evidence, hearing, toldAt } = heard;
  const direction = (from: PoolFqdn, to: PoolFqdn): DirectionView => ({
    ...directionStatus(statusQuestion(ctx, heard, from, to, listedModules(ctx.modules, evidence.configuration))),
    Requests: indexOf(evidence)
      .requestsFrom(from)
      .filter(({ request }) => request.to === to || request.to === from) // not those with a partner of before
      .map(requestView),
  });
  const Pairs: PairView[] = [];
  const { pairs } = evidence.topology;
  for (const [place, { a, b }] of pairs.entries()) {
    if (pairs.length > A_TURN && place % A_TURN === 0) await turn();
    Pairs.push({ A: a, B: b, Directions: [direction(a, b), direction(b, a)] });
  }
  return {
    Now: isoInstant(toldAt),
    SyncInterval: formatSyncInterval(evidence.configuration.syncInterval),
    Engine: { IsHeard: hearing.fresh, HeardAt: isoOrNull(hearing.heardAt) },
    Pairs,
  };
}
