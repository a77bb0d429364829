import { exportsAs, importsAs, roleIn } from "#lib/domain/cms-role.ts";
import type { Configuration } from "#lib/domain/configuration.ts";
import { isSameLane, type Lane, laneName } from "#lib/domain/lane.ts";
import { cycleLimit } from "#lib/domain/limits.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Topology } from "#lib/domain/topology.ts";
import type { BackupModule } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineLedger } from "#lib/ports/ledger.ts";
import type { Transport } from "#lib/ports/transport.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { Calm } from "./compare/calm.ts";
import { Engine } from "./engine.ts";
import { ExportLane } from "./export-lane.ts";
import { type Exporter, type Importer, idleExport, idleImport } from "./idle-lane.ts";
import { ImportInbox } from "./import-inbox.ts";
import type { Log } from "./lane-parts.ts";
import { CmsPublisher } from "./procedures/publish-cms.ts";

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
  /** The settings at start; later ones are learned from the ledger. */
  readonly settings: Configuration;
  /** The pools that this engine works for: what they export, and what they import (DESIGN 6). */
  readonly pools: ReadonlySet<PoolFqdn>;
  readonly log: Log;
};

/** What an engine is made of, with its lanes at hand. */
export type Assembled = {
  readonly engine: Engine;
  readonly exports: readonly Exporter[];
  readonly imports: readonly Importer[];
};

/** Makes an engine with both sides of every lane of the topology: each module, each direction. */
export function assembleEngine(input: EngineInput): Assembled {
  const { topology, modules, storeOf, storeIdOf, transport, ledger, clock, runId, machine } = input;
  const exports: Exporter[] = [];
  const imports: Importer[] = [];
  const pools = topology.pairs.flatMap((pair) => [pair.a, pair.b]).filter((pool) => input.pools.has(pool));
  const changed = () => engine.changed();
  const publisher = new CmsPublisher({ ledger, clock, pools: input.pools, storeOf, log: input.log, changed });
  const engine: Engine = new Engine(
    {
      runId,
      machine,
      clock,
      ledger,
      exports,
      imports,
      versions: () => versions(pools, storeOf),
      publish: (settings) => publisher.keep(settings),
      log: input.log,
    },
    input.settings,
  );
  const calm = new Calm(clock);
  const exportOf = (lane: Lane) => exports.find((one) => isSameLane(one.lane, lane));
  for (const pair of topology.pairs) {
    for (const [from, to] of [
      [pair.a, pair.b],
      [pair.b, pair.a],
    ] as const) {
      for (const module of modules) {
        const lane: Lane = { from, to, module: module.face.name };
        const log: Log = (line, detail) => input.log(line, { lane: laneName(lane), ...detail });
        const common = { lane, runId, transport, clock, log, changed: engine.changed, calm };
        const [exportRole, importRole] = [from, to].map((pool) => roleIn(module.face, topology, pool));
        if (input.pools.has(from) && exportRole && !exportsAs(exportRole)) {
          exports.push(idleExport({ ...common, role: exportRole }));
        } else if (input.pools.has(from)) {
          exports.push(
            new ExportLane({
              ...common,
              nudge: () => engine.nudge("import", lane),
              role: exportRole ?? null,
              ledger,
              limit: () => cycleLimit(module.face, engine.settings),
              open: () => ({
                side: module.exportSide(from),
                book: storeOf(from).book,
                inventory: module.inventorySide(from),
                openDesk: () => storeOf(from).openDesk(),
              }),
              standbyStoreId: storeIdOf(to),
              intervalMs: () => engine.settings.syncInterval,
              wakesOnChange: () => engine.settings.wakeOnChange,
              claim: (runs) => ledger.say({ beat: null, exports: [], imports: [], runs }),
              claimCompares: (compareRuns) =>
                ledger.say({ beat: null, exports: [], imports: [], runs: [], compareRuns }),
            }),
          );
        }
        if (input.pools.has(to) && importRole && !importsAs(importRole)) {
          imports.push(idleImport({ ...common, role: importRole }));
        } else if (input.pools.has(to)) {
          imports.push(
            new ImportInbox({
              ...common,
              nudge: () => engine.nudge("export", lane),
              role: importRole ?? null,
              open: () => ({
                side: module.importSide(to),
                book: storeOf(to).book,
                inventory: module.inventorySide(to),
              }),
              storeStamp: storeIdOf(to),
              freeBytes: () => input.freeBytesOf(to),
              judgeOwn: async () => exportOf({ from: to, to: from, module: module.face.name })?.judgeOwn(),
            }),
          );
        }
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
