import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAuth } from "#lib/auth/open-auth.ts";
import { openTokens } from "#lib/auth/tokens.ts";
import { makeDocument } from "#lib/commands/operations/document.ts";
import type { Method, Operation } from "#lib/commands/operations/operation.ts";
import { OPERATIONS } from "#lib/commands/operations/operations.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { displayCode } from "#lib/domain/display.ts";
import { poolFqdn } from "#lib/domain/pool.ts";
import { type ActorRole, ROLES } from "#lib/domain/role.ts";
import { setWebService } from "#lib/service.ts";
import { Promised } from "#lib/testkit/api-answers.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { haveItems, tellMuch, tellRuns } from "#lib/testkit/told-world.ts";

// Every operation of the document is called, and every answer is held to the document: nothing else says what is right.

const ORIGIN = "http://127.0.0.1:3111";
const V1 = join(import.meta.dirname, "v1");
const METHODS: readonly Method[] = ["get", "post", "put", "patch", "delete"];
const promised = new Promised(makeDocument());

/** The folder of a path: `/pools/{fqdn}/status` is `pools/[fqdn]/status`. */
const folderOf = (path: string) => path.slice(1).replaceAll("{", "[").replaceAll("}", "]");
const named = ({ method, path }: Pick<Operation, "method" | "path">) => `${method} ${path}`;

describe("the document and the routes are the same", () => {
  /** What each route does, by its methods: the text of each. */
  const methods = globSync("**/route.ts", { cwd: V1 }).flatMap((route) => {
    const path = `/${route
      .replace(/\/route\.ts$/, "")
      .replaceAll("[", "{")
      .replaceAll("]", "}")}` as const;
    const blocks = readFileSync(join(V1, route), "utf8").split(/^export /m);
    return METHODS.flatMap((method) => {
      const text = blocks.find((one) =>
        new RegExp(`^(const|async function|function) ${method.toUpperCase()}\\b`).test(one),
      );
      return text === undefined ? [] : [{ method, path, text }];
    });
  });

  test("every method of every route has its operation, and every operation its route", () => {
    const known = OPERATIONS.map(named);
    expect(new Set(known).size).toBe(known.length);
    const help = "a new route needs its operation in one of the chapters of lib/commands/operations, and only those";
    expect(known.toSorted(), help).toEqual(methods.map(named).toSorted());
  });

  test.each(OPERATIONS.map((one) => ({ ...one, is: named(one) })))("$is calls $command", ({ is, command }) => {
    const method = methods.find((one) => named(one) === is);
    expect(method?.text).toMatch(new RegExp(`\\b${command}\\b`));
  });

  test("every command is called by the API, or does what one of its operations does", () => {
    const apart = {
      getChanges: "getPairs with `since`",
      getMetrics: "/api/metrics, which speaks Prometheus",
      foreseeSync: "invokeSync with `whatIf`",
      foreseeConfiguration: "setConfiguration with `whatIf`",
      foreseeRemoval: "removeConfiguration with `whatIf`",
      foreseeRePair: "rePair with `whatIf`",
    };
    const called = new Set<string>(OPERATIONS.map(({ command }) => command));
    const missing = Object.keys(NEEDED_ROLE).filter((command) => !called.has(command));
    expect(missing.toSorted()).toEqual(Object.keys(apart).toSorted());
  });
});

let world: Console;
beforeAll(async () => {
  world = await openConsole();
  await tellMuch(world);
  haveItems(world);
  for (const role of ROLES) {
    const hash = createHash("sha256").update(role).digest("hex");
    await world.ledger.tokens.replaceToken({ id: role, hash, name: `a ${role}`, role, madeAt: 1 });
  }
  setWebService({
    context: (actor) => ({ ...world.context(), actor }),
    ledger: world.ledger.doors,
    auth: await openAuth({
      database: { db: world.ledger.database, type: "sqlite" },
      secret: "a secret of more than thirty-two characters",
      origins: [ORIGIN],
      adminPassword: null,
      notes: world.notes,
      people: world.ledger.accounts,
      clock: { now: () => Date.now() },
    }),
    tokens: await openTokens(world.folder, world.ledger.tokens, { now: () => 1 }, world.notes),
    displays: world.context().displays,
    build: "build-1",
    publicOrigin: null,
    signInLink: async () => "",
    isReady: async () => true,
    close: async () => {},
  });
});
afterAll(async () => {
  setWebService(null);
  await world.close();
});

type Asked = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly as?: ActorRole | "nobody";
};
type Answer = { readonly status: number; readonly body: unknown; readonly code: string | null };

const POOL_3 = poolFqdn("pool3.pairkeeper.test") ?? expect.unreachable();
const PATHS = { fqdn: POOL_1, id: "00000000-0000-4000-8000-000000000000", module: "PresenceFocus", account: "grace" };

/** Asks, and holds the answer to the document. */
async function ask(operation: Operation, { path = {}, query = {}, body, as = "administrator" }: Asked = {}) {
  const { method } = operation;
  const handlers: Record<string, (request: Request, more: object) => Promise<Response>> = await import(
    join(V1, folderOf(operation.path), "route.ts")
  );
  const leaving = new AbortController();
  const request = new Request(`${ORIGIN}/api/v1/x?${new URLSearchParams(query)}`, {
    method: method.toUpperCase(),
    headers: as === "nobody" ? {} : { authorization: `Bearer ${as}` },
    signal: leaving.signal,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const params = Promise.resolve({ ...PATHS, ...path });
  const got = (await handlers[method.toUpperCase()]?.(request, { params })) ?? expect.unreachable();
  const [type = ""] = (got.headers.get("content-type") ?? "").split(";");
  const told = type.endsWith("json") ? await got.json() : type === "text/event-stream" ? "" : await got.text();
  if (type === "text/event-stream") {
    leaving.abort();
    await got.body?.cancel();
  }
  expect(promised.answer(operation.path, method, { status: got.status, type, body: told })).toBeNull();
  seen.set(named(operation), new Set([...(seen.get(named(operation)) ?? []), got.status]));
  const code = typeof told === "object" && told !== null && "code" in told ? String(told.code) : null;
  return { status: got.status, body: told, code } satisfies Answer;
}

/** Which statuses an operation answered with. */
const seen = new Map<string, ReadonlySet<number>>();

type Command = Operation["command"];
type Good = Asked & { readonly of: Command; readonly status?: number };

const WHAT_IF = { whatIf: true };
const TOKEN_WISH = { name: "nightly", role: "viewer", pools: "all", expires: "90" };
/** Good questions, in this order: what one leaves, another asks for. */
const GOOD: readonly Good[] = [
  { of: "getStatus" },
  { of: "getStatus", query: { backupModule: "All", category: "userdata", localStore: "true", force: "true" } },
  { of: "getPairs" },
  { of: "getPairs", query: { since: "old" } },
  { of: "followChanges" },
  { of: "getWall" },
  { of: "followWall" },
  { of: "getSamples", query: { lastSeconds: "3600", points: "10" } },
  { of: "getSparklines" },
  { of: "findItem", query: { what: "ada" } },
  { of: "getLoss", query: { limit: "1", order: "newest" } },
  { of: "getHeldDeletions" },
  { of: "getQuarantinedItems" },
  { of: "getTrash", query: { backupModule: "DataConf" } },
  { of: "foreseeRestore", query: { backupModule: "DataConf", isStandby: "true" } },
  { of: "getDrift", path: { module: "DataConf" }, query: { limit: "1" } },
  { of: "getConfiguration" },
  { of: "getRelationship" },
  { of: "getPools" },
  { of: "previewSync", query: { backupModule: "PresenceFocus" } },
  { of: "invokeSync", body: WHAT_IF, status: 200 },
  { of: "invokeSync", body: { reason: "A test." }, status: 202 },
  { of: "backupPool", body: WHAT_IF, status: 200 },
  { of: "backupPool", body: { category: "UserData", steadyState: true }, status: 202 },
  { of: "debugInterPoolReplication", body: WHAT_IF, status: 200 },
  { of: "debugInterPoolReplication", body: { module: "DataConf", sample: true }, status: 202 },
  { of: "sendAgain", path: { module: "DataConf" }, body: WHAT_IF, status: 200 },
  {
    of: "sendAgain",
    path: { module: "DataConf" },
    body: { items: [{ table: "content", key: "a.txt" }] },
    status: 202,
  },
  { of: "approveHeldDeletion", body: { module: "DataConf", token: "4be1", ...WHAT_IF }, status: 200 },
  { of: "approveHeldDeletion", body: { module: "DataConf", token: "4be1" }, status: 202 },
  { of: "retryQuarantined", body: { all: true, ...WHAT_IF }, status: 200 },
  { of: "retryQuarantined", body: { all: true }, status: 202 },
  { of: "skipQuarantined", body: { all: true, reason: "Old.", ...WHAT_IF }, status: 200 },
  { of: "skipQuarantined", body: { all: true, reason: "Old." }, status: 202 },
  { of: "restoreTrash", body: { trashItems: ["DataConf:x"], ...WHAT_IF }, status: 200 },
  { of: "restoreTrash", body: { trashItems: ["DataConf:x"] }, status: 202 },
  { of: "restoreStore", body: { adopt: true, ...WHAT_IF }, status: 200 },
  { of: "restoreStore", body: { adopt: true, module: "DataConf" }, status: 202 },
  { of: "getRequests", query: { pool: POOL_1 } },
  { of: "liftLimit", body: { module: "DataConf", duration: "00:30:00" } },
  { of: "endLift", body: { module: "DataConf" } },
  { of: "setConfiguration", body: { SyncInterval: "00:01:00", WakeOnChange: false, WhatIf: true } },
  { of: "setConfiguration", body: { SyncInterval: "00:01:00", WakeOnChange: true, MaxConcurrentCalls: 20 } },
  { of: "removeConfiguration", body: { identity: "Global" } },
  { of: "testService" },
  { of: "foreseeRemoveStandby" },
  { of: "removeStandby", body: WHAT_IF },
  { of: "removeStandby" },
  { of: "newPool", body: { pool: POOL_3, ...WHAT_IF }, status: 200 },
  { of: "newPool", body: { pool: POOL_3, site: "Here", edition: "Standard" }, status: 201 },
  { of: "getDisplays" },
  { of: "newAccount", body: { account: "grace", role: "viewer", ...WHAT_IF }, status: 200 },
  { of: "newAccount", body: { account: "grace", role: "viewer", pools: POOL_1 }, status: 201 },
  { of: "setAccount", body: { role: "operator", ...WHAT_IF } },
  { of: "setAccount", body: { role: "operator", disabled: false, newLink: true } },
  { of: "getAccounts" },
  { of: "removeAccount", body: WHAT_IF },
  { of: "removeAccount" },
  { of: "getTokens" },
  { of: "newToken", body: { ...TOKEN_WISH, ...WHAT_IF }, status: 200 },
  { of: "newToken", body: { ...TOKEN_WISH, pools: [POOL_1] }, status: 201 },
  { of: "getTokens" },
  { of: "getJournal", query: { kind: "asked,changed", limit: "200" } },
  { of: "getJournal", query: { backupModule: "DataConf", from: POOL_1 } },
  { of: "getAudit", query: { pool: POOL_1, limit: "5" } },
  { of: "exportAudit" },
  { of: "exportAudit", query: { format: "csv" } },
  { of: "testAuditChain" },
  { of: "getDocument" },
];

const operationsOf = (command: Command) => OPERATIONS.filter((one) => one.command === command);

test("every good answer is as promised, and so is what was sent", async () => {
  for (const { of, status = 200, ...asked } of GOOD)
    for (const operation of operationsOf(of)) {
      if (asked.body !== undefined)
        expect(promised.body(operation.path, operation.method, asked.body), named(operation)).toBeNull();
      const answer = await ask(operation, asked);
      expect(answer, `${named(operation)} ${JSON.stringify(answer.body).slice(0, 300)}`).toMatchObject({ status });
      if (asked.body !== WHAT_IF && status === 202) await tellRuns(world);
    }
});

const only = (command: Command) => operationsOf(command)[0] ?? expect.unreachable();

test("what follows from another answer: a request, a pair made anew, a screen", async () => {
  await tellMuch(world);
  await ask(only("getLaneHistory"));
  await ask(only("getJournal"), { query: { kind: "ran,failed,state,engine" } });
  const left = await ask(only("invokeSync"));
  const id = String(Object(left.body).Id);
  expect((await ask(only("getRequest"), { path: { id } })).status).toBe(200);
  expect((await ask(only("stopRequest"), { path: { id }, body: WHAT_IF })).status).toBe(200);
  expect((await ask(only("stopRequest"), { path: { id } })).status).toBe(200);
  const third = { backupPool: POOL_3 };
  world.pools = new Set([POOL_1, POOL_2, POOL_3]);
  expect((await ask(only("rePair"), { body: third })).status).toBe(200);
  expect((await ask(only("removePair"), { body: WHAT_IF })).status).toBe(200);
  expect((await ask(only("removePair"))).status).toBe(200);
  expect((await ask(only("newPair"), { body: { ...third, ...WHAT_IF } })).status).toBe(200);
  expect((await ask(only("newPair"), { body: { backupPool: POOL_2 } })).status).toBe(201);
  const { code } = (await world.context().displays.ask("")) ?? expect.unreachable();
  expect(displayCode(code)).not.toBeNull();
  expect((await ask(only("acceptDisplay"), { body: { code, name: "Lobby", ...WHAT_IF } })).status).toBe(200);
  const shown = await ask(only("acceptDisplay"), { body: { code, name: "Lobby" } });
  expect(shown.status).toBe(201);
  await ask(only("getDisplays"));
  const made = await ask(only("newToken"), { body: { ...TOKEN_WISH, name: "hourly" } });
  const token = { path: { id: String(Object(made.body).Id) } };
  expect((await ask(only("removeToken"), { ...token, body: WHAT_IF })).status).toBe(200);
  expect((await ask(only("removeToken"), token)).status).toBe(200);
  expect((await ask(only("revokeDisplay"), { path: { id: String(Object(shown.body).Id) } })).status).toBe(200);
});

test.each(OPERATIONS.map((one) => ({ ...one, is: named(one) })))("$is refuses as promised", async (operation) => {
  const body = operation.method === "get" ? undefined : {};
  expect(await ask(operation, { as: "nobody" })).toMatchObject({ status: 401, code: "not-signed-in" });
  const unknown = operation.method === "get" ? { query: { nope: "1" } } : { body: { nope: 1 } };
  if (!operation.path.endsWith("events")) expect(await ask(operation, unknown)).toMatchObject({ status: 400 });
  for (const path of [
    { fqdn: "pool9.pairkeeper.test" },
    { fqdn: "no name" },
    { id: "none" },
    { module: "Nope" },
    { module: "All" },
  ])
    if (Object.keys(path).every((key) => operation.path.includes(`{${key}}`))) await ask(operation, { path, body });
  if (NEEDED_ROLE[operation.command] === "administrator")
    expect(await ask(operation, { as: "viewer", body: good(operation) })).toMatchObject({ status: 403 });
});

/** What a good question of these sends that `GOOD` has none of. */
const BODIES: Readonly<Partial<Record<Command, unknown>>> = {
  newPair: { backupPool: POOL_2 },
  rePair: { backupPool: POOL_2 },
  acceptDisplay: { code: "ABCDEF", name: "Lobby" },
};

/** What a good question of the same sends. */
function good({ command, method }: Operation): unknown {
  if (method === "get") return undefined;
  return GOOD.find(({ of, body }) => of === command && body !== undefined)?.body ?? BODIES[command] ?? {};
}

test("every good status that is promised was seen", () => {
  const missing = OPERATIONS.flatMap((operation) =>
    operation.answers
      .filter(({ status }) => !seen.get(named(operation))?.has(status))
      .map(({ status }) => `${named(operation)} never answered ${status}`),
  );
  expect(missing).toEqual([]);
});
