import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Skip } from "#lib/domain/quarantine.ts";
import type { Role } from "#lib/domain/role.ts";
import { aPackage, aQuarantine, aWord } from "#lib/testkit/builders.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anExportReport, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { getQuarantinedItems } from "./get-quarantined-items.ts";
import { retryQuarantined } from "./retry-quarantined.ts";
import { skipQuarantined } from "./skip-quarantined.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const ROW = { table: "users", key: '["sip:ada@example.com"]' };
const REASON = "Left the company.";

/** The partner refuses a row and so many more, of which the reader's engine knows these skips. */
async function refuses(more = 0, skips: readonly Skip[] = []): Promise<void> {
  const [row] = aQuarantine(world.now).named;
  if (row === undefined) throw new Error("One row is refused.");
  const others = Array.from({ length: more }, (_, n) => ({ ...row, key: `["sip:${n}@x"]` }));
  const partner = aWord(world.now, { quarantine: aQuarantine(world.now, others) });
  await world.say({ exports: [anExportReport(world.now, { partner, skips })] });
}

const skip = (more: Partial<Skip> = {}): Skip => {
  return { ...ROW, upTo: aPackage(1, 1), by: "ada", reason: REASON, at: new Date(world.now).toISOString(), ...more };
};
const listed = async () => (await getQuarantinedItems(world.context("viewer"), { pool: POOL_1 })).QuarantinedItems;
const idOf = async (place: number) => (await listed())[place]?.Id ?? "";
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field, sentence, hint }) => {
      for (const words of [sentence, hint]) expect(words).toMatch(/\.$/);
      return [code, field];
    },
  );
const open = async () => (await world.ledger.engine.openRequests()).map(({ request }) => request);

describe("Get-CsQuarantinedItem", () => {
  test("names what is refused, with its direction, tries and next try, and who skipped it", async () => {
    await refuses(1, [skip()]);
    const when = new Date(world.now).toISOString();
    const of = { PoolFqdn: POOL_1, BackupPoolFqdn: POOL_2, BackupModule: PRESENCE, Code: "bad-data", FirstSeen: when };
    expect(await listed()).toMatchObject([
      {
        ...of,
        Item: 'users ["sip:ada@example.com"]',
        NextTryAt: null,
        Skipped: { By: "ada", At: when, Reason: REASON },
      },
      { ...of, Item: 'users ["sip:0@x"]', Tries: 1, LastTryAt: when, NextTryAt: expect.any(String), Skipped: null },
    ]);
  });

  test("is narrowed by pool and module, and tells nothing of what no partner was heard of", async () => {
    await refuses();
    const items = async (asked: object) => (await getQuarantinedItems(world.context(), asked)).QuarantinedItems.length;
    expect([await items({}), await items({ pool: POOL_2 }), await items({ module: "DataConf" })]).toEqual([1, 0, 0]);
    const partner = aWord(world.now, { heardAt: null, quarantine: aQuarantine(world.now) });
    await world.say({ exports: [anExportReport(world.now, { partner })] });
    expect(await items({})).toBe(0);
  });
});

describe("Restart-CsQuarantinedItem", () => {
  test("leaves a request for the items that are named, and an audit row with who asked", async () => {
    await refuses(2);
    const asked = { pool: POOL_1, refusedItems: [await idOf(0)] };
    expect(await retryQuarantined(world.context("operator"), asked)).toMatchObject({
      Requests: [{ What: "retry", PoolFqdn: POOL_1, BackupPoolFqdn: POOL_2, State: "Accepted" }],
    });
    expect(await open()).toMatchObject([{ what: "retry", modules: [PRESENCE], detail: { refused: [ROW] } }]);
    const { action, actor } = await world.ledger.database
      .selectFrom("audit")
      .select(["action", "actor"])
      .executeTakeFirstOrThrow();
    expect([action, actor]).toEqual(["retry", world.context().actor.name]);
  });

  test("takes all, and under -WhatIf leaves no trace", async () => {
    await refuses(2);
    const asked = { pool: POOL_1, all: true };
    expect(await retryQuarantined(world.context(), { ...asked, whatIf: true })).toEqual({
      WhatIf: `Would send 3 items of ${POOL_1} again now.`,
    });
    expect(await open()).toEqual([]);
    await retryQuarantined(world.context(), asked);
    expect((await open())[0]?.detail.refused).toHaveLength(3);
  });

  test("refuses what is refused no longer, and to guess what is meant", async () => {
    const ask = (more: object) => refusal(retryQuarantined(world.context(), { pool: POOL_1, ...more }));
    await refuses();
    const id = await idOf(0);
    expect(await ask({ refusedItems: [id, "PresenceFocus:0"] })).toEqual(["unknown-item", "Id"]);
    expect(await ask({})).toEqual(["bad-input", "Id"]);
    expect(await ask({ refusedItems: id, all: true })).toEqual(["bad-input", "Id"]);
    await world.say();
    expect(await ask({ refusedItems: id })).toEqual(["unknown-item", "Id"]);
    expect(await ask({ all: true })).toEqual(["unknown-item", "Id"]);
    expect(await open()).toEqual([]);
  });

  test("refuses an item whose key is no text: its owner cannot be asked for it", async () => {
    const [row] = aQuarantine(world.now).named;
    if (row === undefined) throw new Error("One row is refused.");
    const quarantine = { items: 1, oldestAt: row.since, named: [{ ...row, key: '["\ufffd"]' }] };
    await world.say({ exports: [anExportReport(world.now, { partner: aWord(world.now, { quarantine }) })] });
    expect((await listed())[0]?.NextTryAt).toBeNull();
    const asked = { pool: POOL_1, refusedItems: await idOf(0) };
    expect(await refusal(retryQuarantined(world.context(), asked))).toEqual(["bad-input", "Id"]);
  });
});

describe("Skip-CsQuarantinedItem", () => {
  test("leaves a request with the reason, which is in the audit too", async () => {
    await refuses();
    await skipQuarantined(world.context("restorer"), { pool: POOL_1, refusedItems: await idOf(0), reason: REASON });
    expect(await open()).toMatchObject([{ what: "skip", detail: { refused: [ROW], reason: REASON } }]);
    const { after_json } = await world.ledger.database.selectFrom("audit").selectAll().executeTakeFirstOrThrow();
    expect(JSON.parse(after_json ?? "")).toMatchObject({ what: "skip", detail: { refused: [ROW], reason: REASON } });
  });

  test.each(["", "  ", "a\nb", "x".repeat(301), undefined])("refuses %j as a reason", async (reason) => {
    await refuses();
    const asked = { pool: POOL_1, all: true, reason };
    expect(await refusal(skipQuarantined(world.context(), asked))).toEqual(["bad-input", "Reason"]);
  });

  test("skips at most fifty of a copy: those that are tried again have room to be named", async () => {
    const skips = Array.from({ length: 49 }, (_, n) => skip({ key: `["sip:${n}@x"]` }));
    await refuses(60, skips);
    const ask = (...places: number[]) =>
      Promise.all(places.map(idOf)).then((refusedItems) =>
        skipQuarantined(world.context(), { pool: POOL_1, refusedItems, reason: REASON }),
      );
    expect(await refusal(ask(0, 60))).toEqual(["too-many-skipped", "Id"]);
    await ask(60);
    await ask(1); // which is skipped already
    expect(await open()).toHaveLength(2);
  });
});

const LESS: Record<Exclude<Role, "viewer">, Role> = {
  operator: "viewer",
  restorer: "operator",
  administrator: "restorer",
};
test.each<[name: string, needed: Exclude<Role, "viewer">, call: (role: Role) => Promise<unknown>]>([
  ["retryQuarantined", "operator", (role) => retryQuarantined(world.context(role), { pool: POOL_1, all: true })],
  [
    "skipQuarantined",
    "restorer",
    (role) => skipQuarantined(world.context(role), { pool: POOL_1, all: true, reason: REASON }),
  ],
])("%s needs %s", async (_, needed, call) => {
  await refuses();
  expect(await refusal(call(LESS[needed]))).toEqual(["not-allowed", null]);
  expect(await call(needed)).toMatchObject({ Requests: [{ State: "Accepted" }] });
});
