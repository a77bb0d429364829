import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { anActor, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

const BAD = { table: "users", key: '["sip:bad@x"]' };

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
  refuse("sip:bad@x");
});
afterEach(() => world.close());

const refuse = (address: string) =>
  world.sql(
    POOL_2,
    `create trigger "refuse ${address}" before insert on users when new.sip_uri = '${address}'
     begin select raise(abort, 'Nobody of that name.'); end`,
  );
const mend = (address: string) => world.sql(POOL_2, `drop trigger "refuse ${address}"`);

/** One cycle, its imports and acks. */
async function round(): Promise<void> {
  await world.learn();
  await world.cycle("rows");
  await world.imports("rows");
  await world.tombstones("rows");
  await world.imports("rows");
}

async function ask(what: "retry" | "skip", ...refused: { table: string; key: string }[]): Promise<string> {
  const detail = { ...NO_DETAIL, refused, ...(what === "skip" && { reason: "It is known." }) };
  const asked = { what, from: POOL_1, to: POOL_2, modules: [PRESENCE], detail } as const;
  const { id } = await world.ledger.doors.request(asked, anActor());
  return id;
}

async function told() {
  const { ExportStatus, Reason, QuarantinedItems, SkippedItems, SecondsAtRisk } = await world.status("rows");
  return { ExportStatus, Reason, QuarantinedItems, SkippedItems, isAtRisk: Number(SecondsAtRisk) > 0 };
}

const named = async () => (await world.export("rows").report()).partner?.quarantine?.named ?? [];
const tries = async () => (await named()).map((item) => item.tries);
const runOf = async (id: string) => {
  await world.tell();
  return (await world.ledger.doors.requestById(id))?.runs[0];
};

const REFUSED = {
  ExportStatus: "SteadyState",
  Reason: "quarantined",
  QuarantinedItems: 1,
  SkippedItems: 0,
  isAtRisk: true,
};
const SKIPPED = {
  ExportStatus: "SteadyState",
  Reason: "skipped",
  QuarantinedItems: 0,
  SkippedItems: 1,
  isAtRisk: false,
};
const FINAL = { ExportStatus: "FinalState", Reason: null, QuarantinedItems: 0, SkippedItems: 0, isAtRisk: false };

describe("a poison record is isolated and told by name, and the rest goes on (DOMAIN 10 no. 12)", () => {
  test("one bad row among thousands: all others arrive, and it is tried again with every cycle", async () => {
    world.sql(
      POOL_1,
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
       insert into users (sip_uri, home_pool) select 'sip:' || i || '@x', '${POOL_1}' from n`,
    );
    world.user("sip:bad@x");
    await round();
    expect(world.rows(POOL_2)).toHaveLength(5_001);
    expect(await told()).toEqual(REFUSED);
    expect(await named()).toMatchObject([{ ...BAD, code: "bad-data", tries: 1 }]);
    await round();
    expect(await tries()).toEqual([2]);
    expect((await world.export("rows").report()).loss?.counts.users).toBe(1);
    mend("sip:bad@x");
    await round();
    expect(await told()).toEqual(FINAL);
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  });

  test("whichever rows are bad, exactly the others arrive and exactly those are named", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(39), { maxLength: 12 }), async (bad) => {
        run += 1;
        const addresses = Array.from({ length: 40 }, (_, n) => `sip:${n}@x${run}`);
        const refused = bad.map((n) => `sip:${n}@x${run}`);
        for (const address of refused) refuse(address);
        for (const address of addresses) world.user(address);
        await round();
        const arrived = world
          .rows(POOL_2)
          .map(({ sip_uri }) => String(sip_uri))
          .filter((address) => addresses.includes(address));
        expect(arrived).toEqual(addresses.filter((address) => !refused.includes(address)).sort());
        expect((await named()).map(({ key }) => JSON.parse(key)[0]).sort()).toEqual([...refused].sort());
        for (const address of refused) mend(address);
        await round();
        expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
      }),
      { numRuns: 8 },
    );
  });
});

describe("what a person skips", () => {
  beforeEach(async () => {
    world.user("sip:bad@x");
    await round();
  });

  test("is not tried again and alarms nobody, and is held all the same: never Final, and lost with the pool", async () => {
    const id = await ask("skip", BAD);
    await round();
    expect(await told()).toEqual(SKIPPED);
    await round();
    await round();
    expect(await tries()).toEqual([1]);
    const { skips, loss } = await world.export("rows").report();
    expect(skips).toMatchObject([{ ...BAD, by: "ada", reason: "It is known." }]);
    expect(loss?.counts.users).toBe(1);
    expect(await runOf(id)).toMatchObject({ end: "done", problem: null });
  });

  test("is still skipped after the engine was killed, and when it is skipped once more", async () => {
    await ask("skip", BAD);
    await round();
    await world.restart();
    await round();
    expect(await told()).toEqual(SKIPPED);
    await ask("skip", BAD);
    await round();
    expect([await told(), await tries()]).toEqual([SKIPPED, [1]]);
  });

  test("is skipped no longer when it changes and is refused again", async () => {
    await ask("skip", BAD);
    await round();
    world.sql(POOL_1, "update users set display_name = 'B' where sip_uri = 'sip:bad@x'");
    await round();
    expect([await told(), await tries()]).toEqual([REFUSED, [2]]);
    await round();
    expect(await world.export("rows").report()).toMatchObject({ skips: [] });
  });

  test("is there when it changes to what the partner takes, or is gone with its owner's deletion: Final", async () => {
    await ask("skip", BAD);
    await round();
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:bad@x'");
    await round();
    await round();
    expect(await told()).toEqual(FINAL);
  });

  test("leaves the others as they are: each asks for a person by itself", async () => {
    refuse("sip:worse@x");
    world.user("sip:worse@x");
    await round();
    await ask("skip", BAD);
    await round();
    expect(await told()).toEqual({ ...REFUSED, SkippedItems: 1 });
    expect((await world.status("rows")).LastError?.Path).toBe('users ["sip:worse@x"]');
  });

  test("was refused no longer when it was skipped: nothing is skipped, and the request says so", async () => {
    mend("sip:bad@x");
    await round();
    const id = await ask("skip", BAD);
    await round();
    expect(await told()).toEqual(FINAL);
    expect(await runOf(id)).toMatchObject({ end: "done", problem: expect.stringContaining("refused any more") });
  });
});

describe("what a person retries", () => {
  beforeEach(async () => {
    world.user("sip:bad@x");
    await round();
  });

  test("and the partner refuses again is told as refused again", async () => {
    const id = await ask("retry", BAD);
    await round();
    expect(await runOf(id)).toMatchObject({
      end: "failed",
      problem: expect.stringMatching(/: Nobody of that name\.$/),
    });
    expect([await told(), await tries()]).toEqual([REFUSED, [2]]);
  });

  test("after it was skipped is skipped no longer, and arrives once its reason is gone", async () => {
    await ask("skip", BAD);
    await round();
    mend("sip:bad@x");
    await round();
    expect(await told()).toEqual(SKIPPED); // nobody tried it
    const id = await ask("retry", BAD);
    await round();
    expect(await told()).toEqual(FINAL);
    expect(await runOf(id)).toMatchObject({ end: "done", problem: null });
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  });

  test("and is gone by now leaves as a deletion: nothing is refused any more", async () => {
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:bad@x'");
    const id = await ask("retry", BAD);
    await round();
    await round();
    expect(await runOf(id)).toMatchObject({ end: "done", problem: null });
    expect(await told()).toEqual(FINAL);
  });

  test("and arrived by itself meanwhile has nothing to do, and the request says so", async () => {
    mend("sip:bad@x");
    await round();
    const id = await ask("retry", BAD);
    await round();
    expect(await runOf(id)).toMatchObject({ end: "done", problem: expect.stringContaining("refused any more") });
  });
});
