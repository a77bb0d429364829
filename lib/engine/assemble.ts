import { type Lane, laneName } from "#lib/domain/lane.ts";
import { CYCLE_LIMITS } from "#lib/domain/limits.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { SyncInterval } from "#lib/domain/sync-interval.ts";
import type { Topology } from "#lib/domain/topology.ts";
import type { BackupModule } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineLedger } from "#lib/ports/ledger.ts";
import type { Transport } from "#lib/ports/transport.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { Engine } from "./engine.ts";
import { ExportLane } from "./export-lane.ts";
import { ImportInbox } from "./import-inbox.ts";
import type { Log } from "./lane-parts.ts";

export type EngineInput = {
  readonly topology: Topology;
  readonly modules: readonly BackupModule[];
  readonly storeOf: (pool: PoolFqdn) => UserStore;
  readonly storeIdOf: (pool: PoolFqdn) => string;
  readonly freeBytesOf: (pool: PoolFqdn) => Promise<number | null>;
  readonly transport: Transport;
  readonly ledger: EngineLedger;
  readonly clock: Clock;
  readonly runId: string;
  readonly machine: string;
  readonly interval: SyncInterval;
  readonly log: Log;
};

/** What an engine is made of, with its lanes at hand. */
export type Assembled = {
  readonly engine: Engine;
  readonly exports: readonly ExportLane[];
  readonly imports: readonly ImportInbox[];
};

/** Makes an engine with both sides of every lane of the topology: each module, each direction. */
export function assembleEngine(input: EngineInput): Assembled {
  const { topology, modules, storeOf, storeIdOf, transport, ledger, clock, runId, machine } = input;
  const exports: ExportLane[] = [];
  const imports: ImportInbox[] = [];
  const pools = topology.pairs.flatMap((pair) => [pair.a, pair.b]);
  const engine: Engine = new Engine(
    { runId, machine, clock, ledger, exports, imports, versions: () => versions(pools, storeOf), log: input.log },
    input.interval,
  );
  for (const pair of topology.pairs) {
    for (const [from, to] of [
      [pair.a, pair.b],
      [pair.b, pair.a],
    ] as const) {
      for (const module of modules) {
        const lane: Lane = { from, to, module: module.face.name };
        const log: Log = (line, detail) => input.log(line, { lane: laneName(lane), ...detail });
        const common = { lane, runId, transport, clock, log, changed: engine.changed };
        exports.push(
          new ExportLane({
            ...common,
            ledger,
            limit: CYCLE_LIMITS[module.face.kind],
            open: () => ({ side: module.exportSide(from), book: storeOf(from).book }),
            standbyStoreId: storeIdOf(to),
            intervalMs: () => engine.intervalMs,
            claim: (runs) => ledger.say({ beat: { runId, machine, at: clock.now() }, exports: [], imports: [], runs }),
          }),
        );
        imports.push(
          new ImportInbox({
            ...common,
            open: () => ({ side: module.importSide(to), book: storeOf(to).book }),
            storeId: storeIdOf(to),
            freeBytes: () => input.freeBytesOf(to),
          }),
        );
      }
    }
  }
  return { engine, exports, imports };
}

/** One text that differs when any user database was written by another program; one that cannot be asked has no say. */
function versions(pools: readonly PoolFqdn[], storeOf: (pool: PoolFqdn) => UserStore): string {
  return pools
    .map((pool) => {
      try {
        return storeOf(pool).rows.version();
      } catch {
        return "-";
      }
    })
    .join(" ");
}
