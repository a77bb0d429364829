import { afterEach, beforeEach, expect, test } from "vitest";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import { NO_LOSS } from "#lib/domain/loss.ts";
import type { LossEntry, LossQuestion } from "#lib/ports/loss-list.ts";
import { aQuarantine, aWord } from "#lib/testkit/builders.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anExportReport, CMS_MASTER, DATA_CONF, LANE, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { getLoss } from "./get-loss.ts";

const AT = Date.UTC(2026, 10, 21, 12);
const entry = (since: number, key: string, table = "content"): LossEntry => {
  return { table, key, since: AT + since, why: "pending", isDeletion: false, mark: `${since}` };
};

let world: Console;
let asked: LossQuestion[];
let lists: Readonly<Record<ModuleName, readonly LossEntry[]>>;
beforeEach(async () => {
  world = await openConsole();
  asked = [];
  lists = {};
  world.losses = () => ({
    page: async (question) => {
      asked.push(question);
      const all = [...(lists[question.module] ?? [])].sort(
        (a, b) => (a.since - b.since) * (question.newestFirst ? -1 : 1),
      );
      const from = question.after === null ? 0 : all.findIndex(({ mark }) => mark === question.after) + 1;
      const entries = all.slice(from, from + question.limit);
      return { entries, hasMore: from + question.limit < all.length };
    },
  });
  await world.say();
});
afterEach(() => world.close());

const loss = (more: object = {}) => getLoss(world.context("viewer"), { pool: POOL_1, ...more });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field }) => [code, field],
  );

test("an item is told with its module, name and time, beside what the engine counted", async () => {
  const counted = { counts: { ...NO_LOSS, users: 1 }, unnamed: 0, since: world.now, at: world.now };
  const scanned = { lane: { ...LANE, module: DATA_CONF }, lastScanAt: world.now };
  await world.say({ exports: [anExportReport(world.now, { loss: counted }), anExportReport(world.now, scanned)] });
  lists = { [PRESENCE]: [entry(7, '["sip:a@x","sip:b@x"]', "contacts")], [DATA_CONF]: [entry(9, "a/b.pptx")] };
  expect(await loss()).toMatchObject({
    PoolFqdn: POOL_1,
    BackupPoolFqdn: POOL_2,
    Loss: { Is: "Counted", Users: 1 },
    Items: [
      {
        BackupModule: PRESENCE,
        Table: "contacts",
        Name: ["sip:a@x", "sip:b@x"],
        Since: "2026-11-21T12:00:00.007Z",
        Why: "pending",
        IsDeletion: false,
      },
      { BackupModule: DATA_CONF, Table: null, Name: ["a/b.pptx"] },
    ],
    Next: null,
  });
});

test.each([
  ["oldest", "0 1 2 3 4 5 6"],
  ["newest", "6 5 4 3 2 1 0"],
])("the modules' lists are one, the %s first, page after page", async (order, expected) => {
  lists = {
    [PRESENCE]: [0, 3, 4].map((at) => entry(at, "[]", "users")),
    [DATA_CONF]: [1, 2, 5, 6].map((at) => entry(at, "a")),
  };
  const times: number[] = [];
  for (let next: string | undefined, isDone = false; !isDone; ) {
    const { Items, Next } = await loss({ order, limit: 2, next });
    times.push(...Items.map(({ Since }) => Date.parse(Since) - AT));
    isDone = Next === null;
    next = Next ?? undefined;
  }
  expect(times.join(" ")).toBe(expected);
});

test("what the partner refused is asked for with its names; other modules can be left out", async () => {
  await world.say({
    exports: [anExportReport(world.now, { partner: aWord(world.now, { quarantine: aQuarantine(AT) }) })],
  });
  await loss({ module: "PresenceFocus" });
  expect(asked).toMatchObject([{ module: PRESENCE, refused: [{ key: '["sip:ada@example.com"]' }], limit: 100 }]);
});

test("a module that the pool does not export has nothing to lose", async () => {
  await getLoss(world.context(), { pool: POOL_2 });
  expect(asked.map(({ module }) => module)).toEqual([PRESENCE, DATA_CONF]);
  asked = [];
  await loss();
  expect(asked.map(({ module }) => module)).toEqual([PRESENCE, DATA_CONF, CMS_MASTER]);
});

test.each<[string, object, readonly (string | null)[]]>([
  ["an unknown pool", { pool: "pool9.x" }, ["unknown-pool", "PoolFqdn"]],
  ["another order", { order: "random" }, ["bad-input", "Order"]],
  ["more than a page may hold", { limit: 1_001 }, ["bad-input", "Limit"]],
  ["a page that nobody told", { next: "what?" }, ["bad-input", "Next"]],
  ["an unknown module", { module: "Voice" }, ["unknown-module", "BackupModule"]],
])("%s is refused by name", async (_, more, expected) => {
  expect(await refusal(loss(more))).toEqual(expected);
});

test("a pool that another service runs is not read", async () => {
  world.pools = new Set([POOL_2]);
  expect(await refusal(loss())).toEqual(["pool-elsewhere", "PoolFqdn"]);
});

test("while nothing is heard nothing is said of how much, and the list is read all the same", async () => {
  world.clock.travel(60_000);
  lists = { [PRESENCE]: [entry(0, "[]", "users")] };
  expect(await loss()).toMatchObject({ Loss: { Is: "Unknown", Why: "engine-unheard" }, Items: [{ Table: "users" }] });
});

test.each([
  ["is lost", "store-lost", "store-lost"],
  ["cannot be read", "database-unreachable", "store-unreachable"],
] as const)("a store that %s is a refusal, and no bug", async (_, fault, code) => {
  world.losses = () => ({ page: () => Promise.reject(new Fault(fault, "It is gone.")) });
  expect(await refusal(loss())).toEqual([code, "PoolFqdn"]);
});

test("a bug stays one", async () => {
  world.losses = () => ({ page: () => Promise.reject(new TypeError("x is not a function")) });
  await expect(loss()).rejects.toThrow(TypeError);
});
