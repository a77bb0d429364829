import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { openAccessNotes } from "#lib/auth/access-notes.ts";
import { linkPath } from "#lib/auth/accounts.ts";
import type { Context } from "#lib/auth/context.ts";
import { openDisplays } from "#lib/auth/displays.ts";
import { openAuth } from "#lib/auth/open-auth.ts";
import { authSecret } from "#lib/auth/secret.ts";
import { openTokens, tokenDesk } from "#lib/auth/tokens.ts";
import { withinReach } from "#lib/auth/within-reach.ts";
import { type PairsView, pairsView } from "#lib/commands/get-pairs.ts";
import { wallView } from "#lib/commands/wall-view.ts";
import type { Env } from "#lib/config/env.ts";
import type { ModuleFace } from "#lib/domain/backup-module.ts";
import { hear } from "#lib/domain/hearing.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { firstStart, firstTopology } from "#lib/engine/procedures/first-start.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { MODULES, REGISTRY } from "#lib/modules/registry.ts";
import type { EngineEar, EngineWatch } from "#lib/ports/engine-watch.ts";
import type { DoorLedger, TopologyLedger } from "#lib/ports/ledger.ts";
import type { WebService } from "#lib/service.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { Aside } from "./aside.ts";
import { buildId } from "./build-id.ts";
import { engineEar } from "./engine-ear.ts";
import { finderIn } from "./find-in.ts";
import { holdingsIn } from "./holdings-in.ts";
import { listenToEngine } from "./listen-to-engine.ts";
import { lookIn } from "./look-in.ts";
import { lossIn } from "./loss-in.ts";
import { makeStoresIn } from "./make-stores.ts";
import { namesIn, oidcSetting } from "./oidc-setting.ts";
import { ownPools } from "./own-pools.ts";
import { LivePairs } from "./pairs-feed.ts";
import { poolMaker } from "./pool-maker.ts";
import { placesIn } from "./pool-places.ts";
import { standbyKeeper } from "./standby-in.ts";
import { trashIn } from "./trash-in.ts";

/**
 * Opens all that the web process works with. Throws an error of code "refused" for a ledger that must not be touched, and
 * for a PAIRKEEPER_POOLS that the topology does not know.
 */
export async function openWebService(
  env: Env,
  engine: EngineWatch,
  modules: readonly ModuleFace[] = MODULES,
): Promise<WebService> {
  const clock = systemClock;
  const opened = await openLedger(join(env.dataFolder, "ledger.db"), clock);
  try {
    const pools = new Set(ownPools(env, await poolsOf(opened.topology))); // first: what is refused makes no store
    const makeStores = makeStoresIn(env.dataFolder, REGISTRY, placesIn(env.dataFolder, await opened.doors.pools()));
    await firstStart({ ledger: opened.topology, clock, newId: randomUUID, makeStores });
    const trashOf: Context["trashOf"] = (pool, module) => trashIn(env.dataFolder, opened, pool, module);
    const aside = new Aside();
    const lossOf: Context["lossOf"] = (pool) => lossIn(env.dataFolder, opened, pool, aside);
    const finder = finderIn(env.dataFolder, opened, aside);
    const look = lookIn(env.dataFolder, opened, clock);
    const holdings = holdingsIn(env.dataFolder, opened, aside);
    const standby = standbyKeeper(env.dataFolder, opened, clock);
    const maker = poolMaker(env, opened, clock, (pool) => pools.add(pool));
    const secret = authSecret(env.dataFolder);
    const notes = openAccessNotes(opened.audit, clock);
    const readers = async () => namesIn((await opened.doors.configuration()).authorizedUniversalGroups);
    const auth = await openAuth({
      database: { db: opened.database, type: "sqlite" },
      secret,
      origins: originsOf(env),
      adminPassword: env.adminPassword,
      notes,
      oidc: env.oidc && { ...oidcSetting(env.oidc), readers },
      people: opened.accounts,
      clock,
    });
    const tokens = await openTokens(env.dataFolder, opened.tokens, clock, notes);
    const desk = tokenDesk(opened.tokens, clock);
    const displays = openDisplays(opened.displays, secret, clock);
    const ear = engineEar(clock);
    const closing = new AbortController();
    const judging = { ledger: opened.doors, modules, pools, engine, ear, clock };
    const feed = pairsFeed(judging, () => pairsView(judging));
    const wall = pairsFeed(judging, async () => wallView(await pairsView(judging)));
    const build = buildId(env.buildFolder); // now: a build of later is another server's
    const listening = listenToEngine(opened.doors, ear, clock, closing.signal);
    return {
      context: (actor) =>
        withinReach({
          actor,
          ledger: opened.doors,
          history: opened.history,
          audit: opened.audit,
          notes,
          modules,
          pools,
          engine,
          ear,
          clock,
          feed,
          wall,
          maker,
          standby,
          displays,
          accounts: auth.accounts,
          tokens: desk,
          trashOf,
          lossOf,
          finder,
          look,
          holdings,
        }),
      ledger: opened.doors,
      auth,
      tokens,
      displays,
      build,
      publicOrigin: env.publicUrl,
      signInLink: async (baseUrl) => `${baseUrl}${linkPath(await auth.newLink())}`,
      isReady: () => isReady(opened.doors, opened.topology, engine, ear),
      close: async () => {
        closing.abort();
        feed.close();
        wall.close();
        await listening;
        await notes.settled();
        await aside.close();
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

type Judging = Pick<Context, "ledger" | "modules" | "pools" | "engine" | "ear" | "clock">;

function pairsFeed({ ledger, engine, clock }: Judging, view: () => Promise<PairsView>): LivePairs {
  const version = async () => {
    const { ours, theirs } = await ledger.version();
    return { ours, theirs: `${theirs} ${engine.now().runId}` };
  };
  return new LivePairs({ clock, version, view, run: randomUUID().slice(0, 8) });
}

function originsOf({ publicUrl, port }: Env): [string, ...string[]] {
  const own = ["127.0.0.1", "localhost", "[::1]"].map((host) => `http://${host}:${port ?? 3000}`);
  return publicUrl === null ? [own[0] ?? "", ...own] : [publicUrl, ...own];
}

/** The pools that are known, on a first start those that it will make. */
async function poolsOf(ledger: TopologyLedger): Promise<readonly PoolFqdn[]> {
  const { pools } = await ledger.topology();
  return pools.length > 0 ? pools : firstTopology().pools;
}

async function isReady(
  doors: DoorLedger,
  topology: TopologyLedger,
  watch: EngineWatch,
  ear: EngineEar,
): Promise<boolean> {
  const stores = await topology.stores();
  if (stores.length === 0 || stores.some((store) => store.madeAt === null)) return false;
  const asked = ear.ask();
  const beat = await doors.beat();
  return hear(beat, watch.now(), ear.hear(beat, asked)).fresh;
}
