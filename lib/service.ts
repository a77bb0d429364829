import type { Context } from "#lib/auth/context.ts";
import type { Displays } from "#lib/auth/displays.ts";
import type { Auth } from "#lib/auth/open-auth.ts";
import type { Tokens } from "#lib/auth/tokens.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { DoorLedger } from "#lib/ports/ledger.ts";

/*
 * How routes and pages reach the service of their process. What it is made of is wired in the folder beside this file, the
 * only place that picks plugs; kept apart so that no route's bundle holds the wiring.
 */

/** What doors and pages work with; one a server process. */
export type WebService = {
  /** What a command needs, for one who is known. */
  context(actor: Actor): Context;
  readonly ledger: DoorLedger;
  readonly auth: Auth;
  readonly tokens: Tokens;
  readonly displays: Displays;
  /** What this server was built as; null while developing. An open page that came of another build is out of date. */
  readonly build: string | null;
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
