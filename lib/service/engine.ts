import { hostname } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Env } from "#lib/config/env.ts";
import { assembleEngine } from "#lib/engine/assemble.ts";
import type { Engine } from "#lib/engine/engine.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { deployModules, REGISTRY } from "#lib/modules/registry.ts";
import { observed } from "#lib/observe/observed-ledger.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { folderTransport } from "#lib/transports/folder/folder-transport.ts";
import { adoptStoresIn } from "./adopt-in.ts";
import { ownPools } from "./own-pools.ts";
import { makePairsIn } from "./pairs-in.ts";
import { knownOf, placesIn, stampOf } from "./pool-places.ts";
import { PoolStores } from "./pool-stores.ts";
import { watchForRestart } from "./restart-watch.ts";

/** The engine process's service. */
export type EngineService = {
  readonly engine: Engine;
  /** Resolves with a sentence when the engine has to begin anew, in another process. */
  readonly restartAsked: Promise<string>;
  close(): Promise<void>;
};

/** Opens all that the engine works with: the ledger, the pools' stores, adopted where that is asked, the BackupStores between them. */
export async function openEngineService(env: Env, runId: string, deploy = deployModules): Promise<EngineService> {
  const clock = systemClock;
  const logger = pino({ base: { runId } });
  const opened = await openLedger(join(env.dataFolder, "ledger.db"), clock);
  const topology = await opened.topology.topology();
  const pools = ownPools(env, topology.pools);
  await adoptStoresIn(env.dataFolder, opened, pools, clock);
  const placesOf = placesIn(env.dataFolder, await opened.doors.pools());
  await makePairsIn(placesOf, opened, pools, clock, (line, detail) => logger.info({ ...detail }, line));
  const identities = await opened.topology.stores();
  const pairings = await opened.engine.pairings();
  const known = knownOf(identities);
  const restart = Promise.withResolvers<string>();
  void restart.promise.then((why) => logger.info({ why }, "the engine begins anew"));
  const ledger = observed({
    ledger: opened.engine,
    keeper: opened.keeper,
    clock,
    log: (line, detail) => logger.info({ ...detail }, line),
  });
  const stores = new PoolStores(env.dataFolder, topology, known, clock, REGISTRY, placesOf);
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
      root: placesOf(pool).files,
      check: () => stores.filesOf(pool).checkRoot(),
    })),
    ledger: watchForRestart(
      ledger,
      opened.topology,
      { topology, pairings, stores: identities, pools },
      restart.resolve,
    ),
    clock,
    runId,
    machine: hostname(),
    settings: await opened.engine.configuration(),
    pools,
    log: (line, detail) => logger.info({ ...detail }, line),
  });
  logger.info("engine started");
  return {
    engine,
    restartAsked: restart.promise,
    close: async () => {
      stores.close();
      await opened.close();
    },
  };
}
