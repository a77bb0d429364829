import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openAuth } from "#lib/auth/open-auth.ts";
import { openTokens } from "#lib/auth/tokens.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { setWebService, type WebService } from "#lib/service.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { DATA_CONF } from "#lib/testkit/evidence.ts";
import { readExposition } from "#lib/testkit/read-exposition.ts";
import { POST as postUnknown } from "./[...unknown]/route.ts";
import * as authentication from "./auth/[...all]/route.ts";
import * as health from "./health/route.ts";
import * as metrics from "./metrics/route.ts";
import * as account from "./v1/accounts/[account]/route.ts";
import * as accounts from "./v1/accounts/route.ts";
import * as auditFile from "./v1/audit/export/route.ts";
import * as audit from "./v1/audit/route.ts";
import * as auditChain from "./v1/audit/verify/route.ts";
import * as configuration from "./v1/configuration/route.ts";
import { door } from "./v1/door.ts";
import * as events from "./v1/events/route.ts";
import * as find from "./v1/find/route.ts";
import * as heldDeletions from "./v1/held-deletions/route.ts";
import * as journal from "./v1/journal/route.ts";
import * as pairs from "./v1/pairs/route.ts";
import * as backups from "./v1/pools/[fqdn]/backup/route.ts";
import * as checks from "./v1/pools/[fqdn]/check/route.ts";
import * as compares from "./v1/pools/[fqdn]/compare/route.ts";
import * as heldOfPool from "./v1/pools/[fqdn]/held-deletions/route.ts";
import * as lifts from "./v1/pools/[fqdn]/lift/route.ts";
import * as loss from "./v1/pools/[fqdn]/loss/route.ts";
import * as drift from "./v1/pools/[fqdn]/modules/[module]/drift/route.ts";
import * as laneHistory from "./v1/pools/[fqdn]/modules/[module]/history/route.ts";
import * as samples from "./v1/pools/[fqdn]/modules/[module]/samples/route.ts";
import * as retries from "./v1/pools/[fqdn]/quarantined-items/retry/route.ts";
import * as skips from "./v1/pools/[fqdn]/quarantined-items/skip/route.ts";
import * as relationship from "./v1/pools/[fqdn]/relationship/route.ts";
import * as restores from "./v1/pools/[fqdn]/restore/route.ts";
import * as standbys from "./v1/pools/[fqdn]/standby/route.ts";
import * as status from "./v1/pools/[fqdn]/status/route.ts";
import * as syncs from "./v1/pools/[fqdn]/sync/route.ts";
import * as trash from "./v1/pools/[fqdn]/trash/route.ts";
import * as pools from "./v1/pools/route.ts";
import * as quarantined from "./v1/quarantined-items/route.ts";
import * as requests from "./v1/requests/[id]/route.ts";
import * as requestList from "./v1/requests/route.ts";
import * as sparklines from "./v1/sparklines/route.ts";

const { GET: getHealth } = health;
const { GET: getConfiguration, PATCH } = configuration;
const { GET: getPairs } = pairs;
const { GET: getRelationship } = relationship;
const { GET: getStatus } = status;
const { POST: sync } = syncs;
const { GET: getRequest } = requests;

const ORIGIN = "http://127.0.0.1:3111";
const PUBLIC = "https://pairs.example.com";
const P1 = "pool1.pairkeeper.test";
let world: Console;
let service: WebService;
let bearer: Record<string, string>;
let cookie: string;

beforeAll(async () => {
  world = await openConsole();
  const auth = await openAuth({
    database: { db: world.ledger.database, type: "sqlite" },
    secret: "a secret of more than thirty-two characters",
    origins: [ORIGIN],
    adminPassword: "correct horse",
    notes: world.notes,
    people: world.ledger.accounts,
    clock: { now: () => Date.now() },
  });
  const displays = world.context().displays;
  const tokens = await openTokens(world.folder, world.ledger.tokens, { now: () => 1 }, world.notes);
  bearer = { authorization: `Bearer ${readFileSync(join(world.folder, "cli.token"), "utf8").trim()}` };
  const { cookies } = await auth.signIn("admin", "correct horse", new Headers());
  cookie = cookies.map((line) => line.split(";", 1)[0]).join("; ");
  service = {
    context: (actor) => world.context(actor),
    ledger: world.ledger.doors,
    auth,
    tokens,
    displays,
    build: "build-1",
    publicOrigin: PUBLIC,
    signInLink: async () => "",
    isReady: async () => true,
    close: async () => {},
  };
  setWebService(service);
});
afterEach(() => {
  vi.restoreAllMocks();
  setWebService(service);
});
afterAll(async () => {
  setWebService(null);
  await world.close();
});

type Handler = ReturnType<typeof door>;
type Asking = {
  path?: Record<string, string>;
  query?: string;
  method?: string;
  body?: string;
  headers?: Record<string, string>;
};

async function ask(handler: Handler, { path = {}, query = "", method = "GET", body, headers = bearer }: Asking = {}) {
  const request = new Request(`${ORIGIN}/api/v1/x${query}`, {
    method,
    headers: { host: "127.0.0.1:3111", ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const answer = await handler(request, { params: Promise.resolve(path) });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

describe("what is asked is answered", () => {
  test("status, narrowed by the query", async () => {
    const { status, body, headers } = await ask(getStatus, {
      path: { fqdn: "POOL1.pairkeeper.test." },
      query: "?backupModule=dataconf&category=",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ PoolFqdn: P1, BackupModules: [{ Identity: "ConfServices.DataConf" }] });
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("the audit: who did it by which door and why, whether it is whole, and all of it as a file", async () => {
    const path = { fqdn: P1 };
    const headers = { ...bearer, "user-agent": "pairkeeper-cli" };
    await ask(sync, { path, method: "POST", body: JSON.stringify({ reason: " Ticket 17 " }), headers });
    expect((await ask(sync, { path, method: "POST", body: '{"reason":"two\\nlines"}' })).body).toMatchObject({
      field: "Reason",
    });
    expect((await ask(audit.GET, { query: "?limit=1" })).body.Records).toMatchObject([
      { Actor: "admin (cli)", Door: "cli", Action: "full-push", Reason: "Ticket 17" },
    ]);
    const { body: verdict } = await ask(auditChain.GET);
    expect(verdict).toMatchObject({ IsWhole: true, Fault: null });
    const fileOf = (asked: Record<string, string>, format = "csv") =>
      auditFile.GET(new Request(`${ORIGIN}/api/v1/audit/export?format=${format}`, { headers: asked }));
    const file = await fileOf(bearer);
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="pairkeeper-audit.csv"');
    expect((await file.text()).trimEnd().split("\r\n")).toHaveLength(verdict.Records + 1);
    expect([(await fileOf({})).status, (await fileOf(bearer, "xml")).status]).toEqual([401, 400]);
    expect(JSON.stringify((await ask(audit.GET, { query: "?limit=200" })).body)).not.toContain(
      bearer.authorization?.slice(7),
    );
  });

  test("the past of a copy, and the journal", async () => {
    const path = { fqdn: P1, module: "presencefocus" };
    expect(await ask(samples.GET, { path, query: "?points=10" })).toMatchObject({
      status: 200,
      body: { PoolFqdn: P1, BackupModule: "UserServices.PresenceFocus", Points: expect.any(Array) },
    });
    expect(await ask(laneHistory.GET, { path, query: "?after=2026-11-20" })).toMatchObject({
      status: 200,
      body: { PoolFqdn: P1, States: expect.any(Array) },
    });
    expect((await ask(samples.GET, { path, query: "?points=0" })).status).toBe(400);
    expect((await ask(journal.GET, { query: `?from=${P1}&backupModule=DataConf&kind=asked,ran&limit=5` })).status).toBe(
      200,
    );
    expect((await ask(journal.GET, { query: "?kind=gossip" })).status).toBe(400);
    expect((await ask(sparklines.GET)).body.Directions).toHaveLength(2);
  });

  test("the path names the pool, whatever the query says", async () => {
    expect((await ask(getRelationship, { path: { fqdn: P1 }, query: "?pool=pool2.pairkeeper.test" })).body).toEqual({
      PoolFqdn: P1,
      BackupPoolFqdn: "pool2.pairkeeper.test",
    });
  });

  test("a configuration that was read may be sent back changed", async () => {
    const { body } = await ask(getConfiguration);
    const changed = JSON.stringify({ ...body, SyncInterval: "00:03:00" });
    expect(await ask(PATCH, { method: "PATCH", body: changed })).toMatchObject({
      status: 200,
      body: { ...body, SyncInterval: "00:03:00" },
    });
    expect(await ask(PATCH, { method: "PATCH", body: '{"MaxBatchesPerCmsSync":0}' })).toMatchObject({
      status: 400,
      body: { code: "bad-input", field: "MaxBatchesPerCmsSync" },
    });
  });

  test("a sync is accepted, and its request can be followed", async () => {
    const { status, body, headers } = await ask(sync, { path: { fqdn: P1 }, method: "POST" });
    expect([status, body.State, headers.get("location")]).toEqual([202, "Accepted", `/api/v1/requests/${body.Id}`]);
    expect((await ask(getRequest, { path: { id: body.Id } })).body).toMatchObject({
      Id: body.Id,
      RequestedBy: "admin (cli)",
    });
  });

  test("a sync that is only thought of is told, and leaves nothing", async () => {
    const before = (await ask(requestList.GET)).body;
    const answer = await ask(sync, { path: { fqdn: P1 }, method: "POST", body: '{"whatIf":true,"module":"DataConf"}' });
    expect([answer.status, answer.body]).toEqual([
      200,
      { WhatIf: expect.stringContaining("ConfServices.DataConf of") },
    ]);
    expect((await ask(requestList.GET)).body).toEqual(before);
    const refused = await ask(sync, { path: { fqdn: P1 }, method: "POST", body: '{"whatIf":"no"}' });
    expect(refused).toMatchObject({ status: 400, body: { field: "WhatIf" } });
  });

  test("a removed configuration is back at its defaults", async () => {
    await ask(PATCH, { method: "PATCH", body: '{"SyncInterval":"00:07:00"}' });
    const foretold = await ask(configuration.DELETE, { method: "DELETE", body: '{"identity":"Global","whatIf":true}' });
    expect(foretold.body).toEqual({ WhatIf: expect.stringContaining("SyncInterval from 00:07:00 to 00:02:00") });
    const { body } = await ask(configuration.DELETE, { method: "DELETE", body: '{"identity":"Global"}' });
    expect(body).toMatchObject({ SyncInterval: "00:02:00" });
  });

  test("a backup and a restore are accepted, listed and can be ended", async () => {
    const path = { fqdn: P1 };
    const backup = await ask(backups.POST, { path, method: "POST", body: '{"steadyState":true}' });
    const restore = await ask(restores.POST, { path, method: "POST", body: '{"adopt":true,"module":"DataConf"}' });
    expect([backup.status, restore.status]).toEqual([202, 202]);
    expect(backup.headers.get("location")).toBe(`/api/v1/requests/${backup.body.Id}`);
    const { body } = await ask(requestList.GET, { query: `?pool=${P1}` });
    expect(body.Requests.map(({ What }: { What: string }) => What)).toEqual(expect.arrayContaining(["delta", "adopt"]));
    const ended = await ask(requests.DELETE, { path: { id: backup.body.Id }, method: "DELETE" });
    expect(ended.body).toMatchObject({ Id: backup.body.Id, CancelledAt: expect.any(String) });
  });

  test("what would be done is told, and nothing is accepted", async () => {
    const answer = await ask(backups.POST, { path: { fqdn: P1 }, method: "POST", body: '{"whatIf":true}' });
    expect([answer.status, answer.body]).toEqual([200, { WhatIf: expect.stringMatching(/^Would send /) }]);
  });

  test("a pool is made and paired, and the pair is parted", async () => {
    const fqdn = "pool3.pairkeeper.test";
    const made = await ask(pools.POST, { method: "POST", body: JSON.stringify({ pool: fqdn, edition: "standard" }) });
    expect(made).toMatchObject({ status: 201, body: { PoolFqdn: fqdn, Edition: "Standard", IsMade: true } });
    const path = { fqdn };
    const body = JSON.stringify({ backupPool: P1 });
    expect(await ask(relationship.POST, { path, method: "POST", body })).toMatchObject({
      status: 409,
      body: { code: "already-paired", field: "BackupPoolFqdn" },
    });
    expect(
      (await ask(relationship.DELETE, { path: { fqdn: P1 }, method: "DELETE", body: '{"whatIf":true}' })).body,
    ).toEqual({
      WhatIf: expect.stringContaining("Would part"),
    });
    expect((await ask(pools.GET, { query: `?pool=${fqdn}` })).body.Pools).toEqual([made.body]);
  });

  test("standby data of former partners is removed", async () => {
    world.former = [{ home: "pool9.x" as PoolFqdn, module: DATA_CONF, items: 3 }];
    expect((await ask(standbys.GET, { path: { fqdn: P1 } })).body).toMatchObject({ Removed: [{ Items: 3 }] });
    const remove = () => ask(standbys.DELETE, { path: { fqdn: P1 }, method: "DELETE" });
    expect((await remove()).body).toEqual({
      PoolFqdn: P1,
      Removed: [{ HomePoolFqdn: "pool9.x", BackupModule: DATA_CONF, Items: 3 }],
    });
    expect(await remove()).toMatchObject({ status: 409, body: { code: "present-partner" } });
  });

  test("a sync is previewed in figures, narrowed by the query", async () => {
    const { status, body } = await ask(syncs.GET, { path: { fqdn: P1 }, query: "?backupModule=dataconf" });
    expect([status, body]).toMatchObject([200, { PoolFqdn: P1, Modules: [{ Identity: DATA_CONF }] }]);
  });

  test("a limit is lifted and holds again", async () => {
    const path = { fqdn: P1 };
    const body = '{"module":"DataConf","duration":"00:10:00"}';
    expect(await ask(lifts.POST, { path, method: "POST", body })).toMatchObject({
      status: 200,
      body: { PoolFqdn: P1, BackupModule: DATA_CONF, LimitLiftedUntil: expect.any(String) },
    });
    const end = () => ask(lifts.DELETE, { path, method: "DELETE", body: '{"module":"DataConf"}' });
    expect((await end()).body).toMatchObject({ BackupModule: DATA_CONF, LimitLiftedUntil: null });
    expect(await end()).toMatchObject({ status: 409, body: { code: "not-lifted", field: "BackupModule" } });
  });

  test("a pool is checked when that is asked for", async () => {
    const answer = await ask(checks.POST, { path: { fqdn: P1 }, method: "POST", body: "{}" });
    expect(answer).toMatchObject({ status: 200, body: { PoolFqdn: P1, Checks: expect.any(Array) } });
  });

  test("what is looked for", async () => {
    expect((await ask(find.GET, { query: "?what=a%40x" })).body).toMatchObject({ What: "a@x", Items: [], More: 0 });
    expect(await ask(find.GET, { query: "?what=" })).toMatchObject({ status: 400, body: { field: "Identity" } });
  });

  test("what would be lost", async () => {
    expect(
      (await ask(loss.GET, { path: { fqdn: P1 }, query: "?order=newest&backupModule=dataconf" })).body,
    ).toMatchObject({
      PoolFqdn: P1,
      Items: [],
      Next: null,
    });
    expect(await ask(loss.GET, { path: { fqdn: P1 }, query: "?limit=0" })).toMatchObject({
      status: 400,
      body: { field: "Limit" },
    });
  });

  test("trash", async () => {
    expect((await ask(trash.GET, { path: { fqdn: P1 }, query: "?name=a&after=2026-11-21" })).body).toEqual({
      TrashItems: [],
      IsCut: false,
      Next: null,
    });
    const body = '{"trashItems":["DataConf:x"]}';
    expect(await ask(trash.POST, { path: { fqdn: P1 }, method: "POST", body })).toMatchObject({
      status: 404,
      body: { code: "unknown-item", field: "Id" },
    });
  });

  test("refused items", async () => {
    expect((await ask(quarantined.GET, { query: `?pool=${P1}&backupModule=DataConf` })).body).toEqual({
      QuarantinedItems: [],
      NotNamed: 0,
      Next: null,
    });
    const body = '{"refusedItems":["DataConf:x"],"reason":"It is known."}';
    for (const [handler, given] of [
      [retries.POST, '{"all":true}'],
      [skips.POST, body],
    ] as const) {
      expect(await ask(handler, { path: { fqdn: P1 }, method: "POST", body: given })).toMatchObject({
        status: 404,
        body: { code: "unknown-item" },
      });
    }
  });

  test("held deletions", async () => {
    expect((await ask(heldDeletions.GET)).body).toEqual({ HeldDeletions: [], Next: null });
    expect((await ask(heldOfPool.GET, { path: { fqdn: P1 } })).body).toEqual({ HeldDeletions: [], Next: null });
    const body = '{"module":"DataConf","token":"a"}';
    expect(await ask(heldOfPool.POST, { path: { fqdn: P1 }, method: "POST", body })).toMatchObject({
      status: 409,
      body: { code: "not-held", field: "Token" },
    });
  });

  test("pairs", async () => {
    expect((await ask(getPairs)).body).toMatchObject({ Pairs: [{ A: P1 }] });
  });
});

describe("what is wrong is a problem", () => {
  const problem = (status: number, code: string, field: string | null = null) => ({
    status,
    body: {
      type: "about:blank",
      status,
      code,
      field,
      title: expect.any(String),
      detail: expect.any(String),
      hint: expect.any(String),
    },
  });
  const post = (body: string) => ask(sync, { path: { fqdn: P1 }, method: "POST", body });
  const huge = JSON.stringify({ module: "x".repeat(70_000) });

  test.each([
    [
      "an unknown pool",
      () => ask(getStatus, { path: { fqdn: "nowhere.example.com" } }),
      problem(404, "unknown-pool", "PoolFqdn"),
    ],
    [
      "a pool that is no name",
      () => ask(getStatus, { path: { fqdn: "%E0%A4%A" } }),
      problem(400, "bad-input", "PoolFqdn"),
    ],
    [
      "a query that is not there",
      () => ask(getStatus, { path: { fqdn: P1 }, query: "?module=All2&nope=1" }),
      problem(400, "bad-input", "nope"),
    ],
    ["an unknown module", () => post('{"module":"Nope"}'), problem(404, "unknown-module", "BackupModule")],
    ["an unknown request", () => ask(getRequest, { path: { id: "x" } }), problem(404, "unknown-request", "Id")],
    ["JSON that is cut off", () => post('{"module":'), problem(400, "bad-input")],
    ["a list for a body", () => post('["All"]'), problem(400, "bad-input")],
    ["a body without end", () => post(huge), problem(400, "bad-input")],
    [
      "an interval out of bounds",
      () => ask(PATCH, { method: "PATCH", body: '{"SyncInterval":"03:00:01"}' }),
      problem(400, "bad-input", "SyncInterval"),
    ],
    [
      "a setting that is not there",
      () => ask(PATCH, { method: "PATCH", body: '{"SyncInterval":"00:01:00","MaxFun":1}' }),
      problem(400, "bad-input", "MaxFun"),
    ],
  ])("%s", async (_, call, expected) => {
    const answer = await call();
    expect(answer).toMatchObject(expected);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("a bug says nothing of itself but the id under which the log has it", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const broken = door(async () => {
      throw new Error("secret path /data/ledger.db");
    });
    const { status, body } = await ask(broken);
    expect([status, body.code]).toEqual([500, "internal"]);
    expect(JSON.stringify(body)).not.toContain("secret");
    const id = /under ([0-9a-f-]{36})\./.exec(body.hint)?.[1];
    expect(log.mock.calls[0]?.[0]).toContain(id);
  });

  test("before the service is there", async () => {
    setWebService(null);
    expect(await ask(getConfiguration)).toMatchObject(problem(503, "unreachable"));
  });
});

describe("who asks", () => {
  const write = (headers: Record<string, string>) => ask(sync, { path: { fqdn: P1 }, method: "POST", headers });

  test.each([
    ["nobody", {}],
    ["an unknown token", { authorization: "Bearer made-up" }],
    ["another scheme", { authorization: "Basic YWRtaW46YWRtaW4=" }],
    ["a forged session", { cookie: "pairkeeper.session_token=a.b" }],
  ])("%s is sent away", async (_, headers) => {
    const { status, headers: answered } = await ask(getConfiguration, { headers });
    expect([status, answered.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });

  test("a wrong token does not fall back to the session", async () => {
    expect((await ask(getConfiguration, { headers: { cookie, authorization: "Bearer made-up" } })).status).toBe(401);
  });

  test("a session reads", async () => {
    expect((await ask(getConfiguration, { headers: { cookie } })).status).toBe(200);
  });

  test.each([
    ["our own page", { origin: ORIGIN }, 202],
    ["our page under the public address", { origin: PUBLIC }, 202],
    ["no page", {}, 403],
    ["another site", { origin: "https://evil.example.com" }, 403],
    ["another port", { origin: "http://127.0.0.1:4000" }, 403],
    ["a page without origin", { origin: "null" }, 403],
    ["a proxy's word for it", { origin: "https://evil.example.com", "x-forwarded-host": "evil.example.com" }, 403],
  ])("a write by session from %s", async (_, headers, status) => {
    expect((await write({ cookie, ...headers })).status).toBe(status);
  });

  test("a token needs no origin", async () => {
    expect((await write(bearer)).status).toBe(202);
  });
});

test("metrics are told to monitoring by its own token, which opens nothing else, and to nobody unknown", async () => {
  await world.say();
  const token = readFileSync(join(world.folder, "metrics.token"), "utf8").trim();
  const asked = (headers: Record<string, string>) => metrics.GET(new Request(`${ORIGIN}/api/metrics`, { headers }));
  const answer = await asked({ authorization: `Bearer ${token}` });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  const families = readExposition(await answer.text());
  for (const name of ["pairkeeper_export_state", "pairkeeper_engine_up", "process_resident_memory_bytes"])
    expect(families.has(name), name).toBe(true);
  expect((await asked({ cookie })).status).toBe(200);
  expect((await asked({})).status).toBe(401);
  expect((await ask(getPairs, { headers: { authorization: `Bearer ${token}` } })).status).toBe(403);
});

test.each([
  [true, 200],
  [false, 503],
])("health when ready is %s", async (ready, status) => {
  setWebService({ ...service, isReady: async () => ready });
  const answer = await getHealth();
  expect([answer.status, await answer.json()]).toEqual([status, { ready }]);
});

test("health of a service that is not there, or that fails, is not ready", async () => {
  setWebService(null);
  expect((await getHealth()).status).toBe(503);
  setWebService({ ...service, isReady: () => Promise.reject(new Error("no ledger")) });
  expect((await getHealth()).status).toBe(503);
});

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

test.each<[address: string, route: object, known: readonly string[]]>([
  ["auth", authentication, ["GET", "POST"]],
  ["health", health, ["GET"]],
  ["accounts", accounts, ["GET", "POST"]],
  ["one account", account, ["PATCH", "DELETE"]],
  ["configuration", configuration, ["GET", "PATCH", "DELETE"]],
  ["pairs", pairs, ["GET"]],
  ["journal", journal, ["GET"]],
  ["metrics", metrics, ["GET"]],
  ["audit", audit, ["GET"]],
  ["audit as a file", auditFile, ["GET"]],
  ["the audit's chain", auditChain, ["GET"]],
  ["sparklines", sparklines, ["GET"]],
  ["samples", samples, ["GET"]],
  ["history of a copy", laneHistory, ["GET"]],
  ["relationship", relationship, ["GET", "POST", "PUT", "DELETE"]],
  ["pools", pools, ["GET", "POST"]],
  ["status", status, ["GET"]],
  ["sync", syncs, ["GET", "POST"]],
  ["lift", lifts, ["POST", "DELETE"]],
  ["requests", requestList, ["GET"]],
  ["one request", requests, ["GET", "DELETE"]],
  ["backup", backups, ["POST"]],
  ["compare", compares, ["POST"]],
  ["drift of a copy", drift, ["GET", "POST"]],
  ["standby", standbys, ["GET", "DELETE"]],
  ["check", checks, ["POST"]],
  ["find", find, ["GET"]],
  ["loss", loss, ["GET"]],
  ["trash", trash, ["GET", "POST"]],
  ["restore", restores, ["GET", "POST"]],
  ["refused items", quarantined, ["GET"]],
  ["a retry of refused items", retries, ["POST"]],
  ["a skip of refused items", skips, ["POST"]],
  ["held deletions", heldDeletions, ["GET"]],
  ["held deletions of a pool", heldOfPool, ["GET", "POST"]],
])("a method that %s does not know is a problem that names those it does", async (_address, route, known) => {
  for (const method of METHODS.filter((one) => !known.includes(one))) {
    const answer: Response = await Reflect.get(route, method)();
    expect([answer.status, answer.headers.get("allow")], method).toEqual([405, known.join(", ")]);
    expect(await answer.json(), method).toMatchObject({
      code: "wrong-method",
      detail: `Only ${known.join(" or ")} is understood here.`,
      hint: expect.any(String),
    });
  }
});

test("an address of the API that is none is a problem, whoever asks and however", async () => {
  const answer = postUnknown(new Request(`${ORIGIN}/api/v2/pairs`, { method: "POST", body: "{}" }));
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: "unknown-address", hint: expect.stringContaining("/api/v1") });
});
describe("what changed", () => {
  test("who says what it knows is told only what it does not know", async () => {
    const first = await ask(getPairs, { query: "?since=none" });
    expect(first.body).toMatchObject({ Whole: { Pairs: [{ A: P1 }] } });
    const next = await ask(getPairs, { query: `?since=${first.body.Seq}` });
    expect(next).toMatchObject({ status: 200, body: { Seq: first.body.Seq } });
    expect(Object.keys(next.body)).not.toContain("Whole");
    expect(await ask(getPairs, { query: `?since=${"x".repeat(301)}` })).toMatchObject({ body: { code: "bad-input" } });
  });

  const listen = (headers: Record<string, string>, signal?: AbortSignal) =>
    events.GET(new Request(`${ORIGIN}/api/v1/events`, { headers, ...(signal ? { signal } : {}) }));
  const reader = async (headers: Record<string, string>, signal?: AbortSignal) => {
    const { body } = await listen(headers, signal);
    const stream = body?.getReader();
    return async () => {
      const read = await stream?.read();
      return read?.value && Buffer.from(read.value).toString();
    };
  };

  test("events say a number and nothing else, to a session as to a token, until the reader leaves", async () => {
    for (const who of [bearer, { cookie }]) {
      const leaving = new AbortController();
      const next = await reader(who, leaving.signal);
      expect(await next()).toBe("retry: 1000\n\n");
      expect(await next()).toMatch(/^data: \{"changed":"testrun\.\d+"\}\n\n$/);
      leaving.abort();
      expect(await next()).toBeUndefined();
    }
  });

  test("who signs out hears nothing more, whatever changes", async () => {
    const { cookies } = await service.auth.signIn("admin", "correct horse", new Headers());
    const session = { cookie: cookies.map((line) => line.split(";", 1)[0]).join("; ") };
    const next = await reader(session);
    expect([await next(), await next()]).toEqual(["retry: 1000\n\n", expect.stringContaining("changed")]);
    await service.auth.signOut(new Headers(session));
    const soon = performance.now() + 3_000;
    vi.spyOn(performance, "now").mockReturnValue(soon);
    await world.say();
    while ((await next()) !== undefined); // what was told before is read to its end, which would else never come
  });

  test("a stream is neither kept nor collected on its way, and ends with the server", async () => {
    const answer = await listen(bearer);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-store, no-transform",
      "x-accel-buffering": "no",
    });
    await answer.body?.cancel();
    const other = await openConsole();
    setWebService({ ...service, context: (actor) => ({ ...other.context(), actor }) });
    const next = await reader(bearer);
    expect(await next()).toContain("retry");
    await other.close();
    const rest = [await next(), await next()];
    expect(rest.at(-1)).toBeUndefined();
  });

  test("strangers hear nothing, and there is nothing to write there", async () => {
    expect((await listen({})).status).toBe(401);
    expect((await listen({ authorization: "Bearer no" })).status).toBe(401);
    expect(events.POST().status).toBe(405);
  });
});
