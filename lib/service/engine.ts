import { hostname } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Env } from "#lib/config/env.ts";
import { assembleEngine } from "#lib/engine/assemble.ts";
import type { Engine } from "#lib/engine/engine.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { deployModules } from "#lib/modules/registry.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { folderTransport } from "#lib/transports/folder/folder-transport.ts";
import { ownPools } from "./own-pools.ts";
import { knownOf, poolPlaces, stampOf } from "./pool-places.ts";
import { PoolStores } from "./pool-stores.ts";

/** The engine process's service. */
export type EngineService = { readonly engine: Engine; close(): Promise<void> };

/** Opens all that the engine works with: the ledger, the pools' stores, the BackupStores between them. */
export async function openEngineService(env: Env, runId: string, deploy = deployModules): Promise<EngineService> {
  const clock = systemClock;
  const logger = pino({ base: { runId } });
  const opened = await openLedger(join(env.dataFolder, "ledger.db"), clock);
  const topology = await opened.topology.topology();
  const known = knownOf(await opened.topology.stores());
  const stores = new PoolStores(env.dataFolder, topology, known, clock);
  const { engine } = assembleEngine({
    topology,
    modules: deploy({
      rows: (pool) => stores.userStoreOf(pool),
      content: (pool, folder) => stores.contentOf(pool, folder),
      published: () => opened.engine.published(),
      clock,
    }),
    storeOf: (pool) => stores.userStoreOf(pool),
    storeIdOf: (pool) => stampOf(known(pool)),
    freeBytesOf: (pool) => stores.filesOf(pool).freeBytes(),
    transport: folderTransport((pool) => ({
      root: poolPlaces(env.dataFolder, pool).files,
      check: () => stores.filesOf(pool).checkRoot(),
    })),
    ledger: opened.engine,
    clock,
    runId,
    machine: hostname(),
    settings: await opened.engine.configuration(),
    pools: ownPools(env, topology.pools),
    log: (line, detail) => logger.info({ ...detail }, line),
  });
  logger.info("engine started");
  return {
    engine,
    close: async () => {
      stores.close();
      await opened.close();
    },
  };
}
