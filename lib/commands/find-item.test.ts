import { afterEach, beforeEach, expect, test } from "vitest";
import type { FindQuestion, FoundItem } from "#lib/ports/item-finder.ts";
import { aPackage, aQuarantine, aWord } from "#lib/testkit/builders.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anExportReport, CMS_MASTER, DATA_CONF, LANE, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { findItem } from "./find-item.ts";

const AT = Date.UTC(2026, 10, 21, 12);
const face = { label: "Anna", changedAt: "2026-11-20", rows: 3, bytes: null, sha256: "ab" };
const anItem = (more: Partial<FoundItem> = {}): FoundItem => ({
  module: PRESENCE,
  kind: "user",
  table: null,
  name: "sip:anna@x",
  home: POOL_1,
  own: { is: "present", ...face },
  standby: { is: "present", ...face },
  compared: { is: "equal", at: AT },
  waits: null,
  ackedPackage: "1-7",
  ...more,
});

let world: Console;
let asked: FindQuestion[];
let items: readonly FoundItem[];
beforeEach(async () => {
  world = await openConsole();
  asked = [];
  items = [anItem()];
  world.find = async (question) => {
    asked.push(question);
    return { items, more: 3, isExact: true, looked: [{ pool: POOL_1, module: PRESENCE, problem: null }] };
  };
  await world.say();
});
afterEach(() => world.close());

const find = (what = "anna@x") => findItem(world.context("viewer"), { what });
const safety = async () => (await find()).Items[0]?.Safety;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field }) => [code, field],
  );

test("an item is told with both copies, when they were compared, and what the evidence says", async () => {
  const heard = world.now - 2_000;
  const acked = { ...aPackage(1, 7), items: 1, bytes: 9, publishedAt: heard - 9, ackedAt: heard, returnedAt: null };
  await world.say({
    exports: [anExportReport(world.now, { partner: aWord(heard) })],
    trails: [{ lane: LANE, cycles: [], packages: [acked] }],
  });
  const iso = (at: number) => new Date(at).toISOString();
  expect(await find()).toEqual({
    What: "anna@x",
    AsOf: iso(world.now),
    IsExact: true,
    Items: [
      {
        BackupModule: PRESENCE,
        Kind: "user",
        Table: null,
        Name: "sip:anna@x",
        HomePoolFqdn: POOL_1,
        BackupPoolFqdn: POOL_2,
        Safety: "Equal",
        ComparedAt: iso(AT),
        NotCompared: null,
        Doubt: null,
        Own: {
          Is: "Present",
          Sentence: null,
          Label: "Anna",
          ChangedAt: "2026-11-20",
          Rows: 3,
          Bytes: null,
          Sha256: "ab",
        },
        Standby: {
          Is: "Present",
          Sentence: null,
          Label: "Anna",
          ChangedAt: "2026-11-20",
          Rows: 3,
          Bytes: null,
          Sha256: "ab",
        },
        CapturedAt: null,
        Waits: null,
        Package: null,
        SentAt: null,
        LookedAt: iso(world.now),
        AckedPackage: "1-7",
        AckedAt: iso(heard),
        AckHeardAt: iso(heard),
        LastImportAt: iso(world.now),
      },
    ],
    More: 3,
    Looked: [{ PoolFqdn: POOL_1, BackupModule: PRESENCE, Problem: null }],
    Elsewhere: [],
  });
});

test("every direction of every pair is looked at, in the modules that are listed, with what was refused there", async () => {
  await world.say({
    exports: [anExportReport(world.now, { partner: aWord(world.now, { quarantine: aQuarantine(AT) }) })],
  });
  await find("  x ");
  expect(asked).toMatchObject([
    {
      what: "  x ",
      where: [
        { home: POOL_1, backup: POOL_2, refused: { [PRESENCE]: [{ key: '["sip:ada@example.com"]' }] } },
        { home: POOL_2, backup: POOL_1 },
      ],
      served: [POOL_1, POOL_2],
      modules: [PRESENCE, DATA_CONF, CMS_MASTER],
      limit: 20,
    },
  ]);
});

test("while nothing is heard only what was compared is said", async () => {
  world.clock.travel(60_000);
  expect(await safety()).toBe("Equal");
  items = [anItem({ compared: { is: "not-compared", why: "too-large" } })];
  expect((await find()).Items[0]).toMatchObject({
    Safety: "Unknown",
    Doubt: "engine-unheard",
    NotCompared: "too-large",
  });
  items = [anItem({ compared: { is: "different", at: AT } })];
  expect(await safety()).toBe("Different");
});

test("where another service runs the partner, its acknowledgement is what is known, and its silence ends that", async () => {
  world.pools = new Set([POOL_1]);
  items = [
    anItem({
      standby: { is: "unseen", why: "elsewhere", sentence: null },
      compared: { is: "not-compared", why: "elsewhere" },
    }),
  ];
  expect(await find()).toMatchObject({
    Elsewhere: [POOL_2],
    Items: [{ Safety: "Acknowledged", AckedPackage: "1-7", Standby: { Is: "Unseen" }, LastImportAt: null }],
  });
  expect(asked[0]?.served).toEqual([POOL_1]);
  await world.say({ exports: [anExportReport(world.now, { partner: aWord(world.now - 60_000) })] });
  expect((await find()).Items[0]).toMatchObject({ Safety: "Unknown", Doubt: "pool-elsewhere" });
});

test("a change that waits is told with its place; a file's look is its scan", async () => {
  const lane = { ...LANE, module: DATA_CONF };
  await world.say({ exports: [anExportReport(world.now, { lane, lastScanAt: AT })] });
  const waits = { since: AT - 1, why: "in-flight", packageName: "3-1" } as const;
  const lost = { is: "unseen", why: "lost", sentence: "It is gone." } as const;
  items = [
    anItem({ module: DATA_CONF, kind: "file", waits, standby: lost, compared: { is: "not-compared", why: "lost" } }),
    anItem({ waits: "unseen", compared: { is: "not-compared", why: "lost" }, ackedPackage: null }),
  ];
  expect((await find()).Items).toMatchObject([
    {
      Safety: "Waits",
      CapturedAt: "2026-11-21T11:59:59.999Z",
      Waits: "in-flight",
      Package: "3-1",
      LookedAt: "2026-11-21T12:00:00.000Z",
      Standby: { Is: "Unseen", Sentence: "It is gone." },
    },
    { Safety: "Unknown", Waits: null, CapturedAt: null },
  ]);
});

test("a standby that was seen to be lost is no second copy, whatever was acknowledged before", async () => {
  const lost = { is: "unseen", why: "lost", sentence: "It is gone." } as const;
  items = [anItem({ standby: lost, compared: { is: "not-compared", why: "lost" } })];
  expect((await find()).Items[0]).toMatchObject({ Safety: "Unknown", Doubt: "standby-lost" });
});

test.each(["", "  ", "x".repeat(8_193)])("%j is nothing to look for", async (what) => {
  expect(await refusal(find(what))).toEqual(["bad-input", "Identity"]);
});
