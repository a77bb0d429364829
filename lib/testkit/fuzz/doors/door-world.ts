import { join } from "node:path";
import { DISPLAY_COOKIE } from "#lib/auth/displays.ts";
import { openTokens, type Tokens, type Who } from "#lib/auth/tokens.ts";
import { displayCode } from "#lib/domain/display.ts";
import { poolFqdn } from "#lib/domain/pool.ts";
import { type ActorRole, DISPLAY, TOKEN_ROLES } from "#lib/domain/role.ts";
import { setWebService } from "#lib/service.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anActor, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { openAuthOver } from "#lib/testkit/test-auth.ts";

export const ORIGIN = "http://127.0.0.1:3111";

/** Of a pair that who is limited to pool 1 must never hear of, nor does the fuzz ever say their names for him. */
export const FOREIGN = ["pool3.pairkeeper.test", "pool4.pairkeeper.test"] as const;

/** Somebody who asks, and what they send along. */
export type Asker = {
  readonly name: string;
  readonly role: ActorRole | "nobody";
  readonly who: Who | null;
  readonly headers: Readonly<Record<string, string>>;
  /** What they must never be told. */
  readonly foreign: readonly string[];
};

/** A service with two pairs, as routes and actions reach it, and everybody who may ask it. */
export type DoorWorld = { readonly console: Console; readonly askers: readonly Asker[]; close(): Promise<void> };

export async function openDoorWorld(): Promise<DoorWorld> {
  const console = await openConsole();
  console.pools = new Set([POOL_1, POOL_2, ...FOREIGN.flatMap((name) => poolFqdn(name) ?? [])]);
  await console.say();
  const { displays, ledger } = console.context();
  const shown = await displays.ask("");
  if (shown === null) throw new Error("no code was given");
  await displays.accept(displayCode(shown.code) ?? "", "Lobby", anActor());
  const askers = [
    NOBODY,
    aScreen(shown.secret),
    ...TOKEN_ROLES.flatMap((role) => [aProgram(role, "all"), aProgram(role, [POOL_1])]),
  ];
  const own = await openTokens(console.folder, console.ledger.tokens, { now: () => 1 }, console.notes);
  const tokens: Tokens = {
    actorOf: async (headers) => {
      const known = askers.find(
        ({ headers: sent }) => sent.authorization !== undefined && sent.authorization === headers.get("authorization"),
      );
      return known === undefined ? own.actorOf(headers) : known.who;
    },
  };
  setWebService({
    context: (actor) => console.context(actor),
    ledger,
    auth: await openAuthOver(console),
    tokens,
    displays,
    build: "build-1",
    publicOrigin: null,
    signInLink: async () => "",
    isReady: async () => true,
    close: async () => {},
  });
  await makeForeignPair(askers);
  return {
    console,
    askers,
    close: async () => {
      setWebService(null);
      await console.close();
    },
  };
}

type Handler = (
  request: Request,
  route: { readonly params: Promise<Readonly<Record<string, string>>> },
) => Promise<Response>;

/** By the doors too, so that nothing here is made up. */
async function makeForeignPair(askers: readonly Asker[]): Promise<void> {
  const pools = join(process.cwd(), "app", "api", "v1", "pools");
  const { POST: make }: Record<string, Handler> = await import(join(pools, "route.ts"));
  const { POST: pair }: Record<string, Handler> = await import(join(pools, "[fqdn]", "relationship", "route.ts"));
  const administrator = askers.find(({ name }) => name === "administrator of all");
  const ask = async (handler: Handler | undefined, fqdn: string, body: object) => {
    const request = new Request(`${ORIGIN}/api/x`, {
      method: "POST",
      headers: { ...administrator?.headers },
      body: JSON.stringify(body),
    });
    const answer = await handler?.(request, { params: Promise.resolve({ fqdn }) });
    if (!answer?.ok) throw new Error(`The second pair could not be made: ${await answer?.text()}`);
  };
  for (const pool of FOREIGN) await ask(make, pool, { pool });
  await ask(pair, FOREIGN[0], { backupPool: FOREIGN[1] });
}

/** What who asks must not be told; what is repeated to somebody who said it is no news to them. */
export function tabooFor({ foreign }: Asker, asked: unknown): readonly string[] {
  const said = JSON.stringify(asked, (_, value) => (typeof value === "bigint" ? String(value) : value)).toLowerCase();
  return foreign.some((mark) => said.includes(mark)) ? [] : foreign;
}

const NOBODY: Asker = { name: "nobody", role: "nobody", who: null, headers: {}, foreign: [] };

const aScreen = (secret: string): Asker => ({
  name: "a screen",
  role: DISPLAY,
  who: { name: "display Lobby", role: DISPLAY, pools: "all" },
  headers: { cookie: `${DISPLAY_COOKIE}=${secret}` },
  foreign: [],
});

function aProgram(role: Exclude<ActorRole, typeof DISPLAY>, pools: Who["pools"]): Asker {
  const name = `${role} of ${pools === "all" ? "all" : "pool 1"}`;
  return {
    name,
    role,
    who: { name: `a ${role}`, role, pools },
    headers: { authorization: `Bearer ${name.replaceAll(" ", "-")}` },
    foreign: pools === "all" ? [] : FOREIGN,
  };
}
