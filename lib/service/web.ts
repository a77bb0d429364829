import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { openAuth } from "#lib/auth/open-auth.ts";
import { authSecret } from "#lib/auth/secret.ts";
import { openTokens } from "#lib/auth/tokens.ts";
import type { Env } from "#lib/config/env.ts";
import { hear } from "#lib/domain/lane-state.ts";
import { firstStart } from "#lib/engine/procedures/first-start.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { MODULES } from "#lib/modules/registry.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineWatch } from "#lib/ports/engine-watch.ts";
import type { DoorLedger, TopologyLedger } from "#lib/ports/ledger.ts";
import type { WebService } from "#lib/service.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { makeStoresIn } from "./make-stores.ts";

/** Opens all that the web process works with. Throws an error of code "refused" for a ledger that must not be touched. */
export async function openWebService(env: Env, engine: EngineWatch): Promise<WebService> {
  const clock = systemClock;
  const opened = await openLedger(join(env.dataFolder, "ledger.db"), clock);
  try {
    await firstStart({ ledger: opened.topology, clock, newId: randomUUID, makeStores: makeStoresIn(env.dataFolder) });
    const auth = await openAuth({
      database: { db: opened.database, type: "sqlite" },
      secret: authSecret(env.dataFolder),
      origins: originsOf(env),
      adminPassword: env.adminPassword,
    });
    const tokens = await openTokens(env.dataFolder, opened.tokens, clock);
    return {
      context: (actor) => ({ actor, ledger: opened.doors, modules: MODULES, engine, clock }),
      ledger: opened.doors,
      auth,
      tokens,
      publicOrigin: env.publicUrl,
      signInLink: async (baseUrl) => `${baseUrl}/login/link?token=${await auth.newLink()}`,
      isReady: () => isReady(opened.doors, opened.topology, engine, clock),
      close: opened.close,
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function originsOf({ publicUrl, port }: Env): [string, ...string[]] {
  const own = ["127.0.0.1", "localhost", "[::1]"].map((host) => `http://${host}:${port ?? 3000}`);
  return publicUrl === null ? [own[0] ?? "", ...own] : [publicUrl, ...own];
}

async function isReady(
  doors: DoorLedger,
  topology: TopologyLedger,
  watch: EngineWatch,
  clock: Clock,
): Promise<boolean> {
  const stores = await topology.stores();
  if (stores.length === 0 || stores.some((store) => store.madeAt === null)) return false;
  const { beat } = await doors.evidence();
  return hear(beat, watch.now(), clock.now()).fresh;
}
