import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Context } from "#lib/auth/context.ts";
import { type Auth, openAuth } from "#lib/auth/open-auth.ts";
import { authSecret } from "#lib/auth/secret.ts";
import { openTokens, type Tokens } from "#lib/auth/tokens.ts";
import type { Env } from "#lib/config/env.ts";
import { hear } from "#lib/domain/lane-state.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Actor } from "#lib/domain/role.ts";
import { firstStart } from "#lib/engine/procedures/first-start.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { MODULES } from "#lib/modules/registry.ts";
import type { EngineWatch } from "#lib/ports/engine-watch.ts";
import type { DoorLedger, TopologyLedger } from "#lib/ports/ledger.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { makeStoresIn } from "./make-stores.ts";

/** What doors and pages work with; one a server process. */
export type WebService = {
  /** What a command needs, for one who is known. */
  context(actor: Actor): Context;
  readonly ledger: DoorLedger;
  readonly auth: Auth;
  readonly tokens: Tokens;
  /** Where a browser reaches us from, beside the address in its own request. */
  readonly publicOrigin: string | null;
  /** A fresh one-time link that signs `admin` in; links made before it work no more. */
  signInLink(baseUrl: string): Promise<string>;
  /** True while this run's engine is heard and every pool's stores are made. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
};

// Next bundles routes, pages and the start-up hook apart: a module's variable would be several, the global object is one.
const SERVICE = Symbol.for("pairkeeper.web");
const ENGINE_WATCH = Symbol.for("pairkeeper.engine-watch");

/** Publishes the service for every bundle of this process; null when it is closed. */
export function setWebService(service: WebService | null): void {
  Reflect.set(globalThis, SERVICE, service);
}

/** The service of this process. Throws Problem "unreachable" while there is none. */
export function webService(): WebService {
  const service: WebService | null | undefined = Reflect.get(globalThis, SERVICE);
  if (service) return service;
  throw new Problem("unreachable", "The service is starting or stopping.", "Try again in a few seconds.");
}

/** Opens all that the web process works with. Throws an error of code "refused" for a ledger that must not be touched. */
export async function openWebService(env: Env): Promise<WebService> {
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
      context: (actor) => ({ actor, ledger: opened.doors, modules: MODULES, engine: engineWatch, clock }),
      ledger: opened.doors,
      auth,
      tokens,
      publicOrigin: env.publicUrl,
      signInLink: async (baseUrl) => `${baseUrl}/login/link?token=${await auth.newLink()}`,
      isReady: () => isReady(opened.doors, opened.topology, clock.now),
      close: opened.close,
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The supervisor's watch as of each question; before there is one, nothing runs. */
const engineWatch: EngineWatch = {
  now: () => {
    const watch: EngineWatch | undefined = Reflect.get(globalThis, ENGINE_WATCH);
    return watch?.now() ?? { running: false, runId: null, since: 0, exits: 0 };
  },
};

function originsOf({ publicUrl, port }: Env): [string, ...string[]] {
  const own = ["127.0.0.1", "localhost", "[::1]"].map((host) => `http://${host}:${port ?? 3000}`);
  return publicUrl === null ? [own[0] ?? "", ...own] : [publicUrl, ...own];
}

async function isReady(doors: DoorLedger, topology: TopologyLedger, now: () => number): Promise<boolean> {
  const stores = await topology.stores();
  if (stores.length === 0 || stores.some((store) => store.madeAt === null)) return false;
  const { beat } = await doors.evidence();
  return hear(beat, engineWatch.now(), now()).fresh;
}
