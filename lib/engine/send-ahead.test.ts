import { afterEach, beforeEach, expect, test } from "vitest";
import { NO_DETAIL } from "#lib/domain/request.ts";
import type { RowStore } from "#lib/ports/user-store.ts";
import { anActor, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const INTERVAL_MS = 120_000;
const MANY = 60_000;
const insert = (into: string, values: string) =>
  world.sql(
    POOL_1,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${MANY}) insert into ${into} select ${values}, '${POOL_1}' from n`,
  );
const users = () => insert("users (sip_uri, home_pool)", "'sip:u' || i || '@x'");
const presence = () =>
  insert("presence (sip_uri, category, instance, home_pool)", "'sip:u' || i || '@x', 'state', '0'");
const arrived = (table: string) =>
  Number(world.sql(POOL_2, `select count(*) as n from ${table} where home_pool = ?`, POOL_1)[0]?.n);
const published = () => world.sql(POOL_1, "select count(*) as n from flights where module = ?", PRESENCE)[0]?.n;

/** Runs `then` after every stride of a look of pool 1, when what goes ahead has gone. */
const whileLooking = (then: () => void) =>
  world.restart({
    rows: (real: RowStore, pool) =>
      pool !== POOL_1
        ? real
        : {
            ...real,
            takeChanges: (module, tables, getsOn, strides) => {
              const gotOn = async () => {
                await getsOn();
                if (strides === undefined && module === PRESENCE) then();
              };
              return real.takeChanges(module, tables, gotOn, strides);
            },
          },
  });
/** A cycle with a partner that is heard. */
const cycle = async () => {
  await world.import("rows").keepWord();
  await world.export("rows").listen();
  await world.cycle("rows");
};

test("what a long look brings in goes while it goes on, and what changes again meanwhile goes again", async () => {
  const seen: unknown[] = [];
  await whileLooking(() => {
    seen.push(published());
    world.sql(
      POOL_1,
      "update users set display_name = ? where sip_uri in ('sip:u1@x', 'sip:u40000@x')",
      `${seen.length}`,
    );
    world.sql(POOL_1, "delete from users where sip_uri in ('sip:u2@x', 'sip:u40002@x')");
  });
  await world.settle(2);
  seen.length = 0;
  world.clock.travel(INTERVAL_MS);
  users();
  world.sql(POOL_1, "update users set display_name = 'before' where sip_uri like '%1@x'");
  await cycle();
  expect(seen[0]).toBeGreaterThan(0);
  await world.settle(4);
  expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  expect(arrived("users")).toBeGreaterThan(MANY - 3);
  expect((await world.status("rows")).ExportStatus).toBe("FinalState");
});

test("a limit holds for what goes ahead too, and each queue keeps its share for what comes last (D8, D17)", async () => {
  await world.ledger.doors.configure({ maxBatchesPerUserStoreSync: 64 }, anActor());
  await world.learn();
  await world.settle(2);
  world.clock.travel(INTERVAL_MS);
  presence();
  users();
  await cycle();
  await world.imports("rows");
  expect([arrived("users") - 1, arrived("presence")]).toEqual([32_000, 32_000]);
  expect(await world.status("rows")).toMatchObject({ ExportStatus: "NonSteadyState", Reason: "limit-reached" });
});

test("a sync that was asked for is told of all that its look found: nothing of it goes before", async () => {
  const seen: unknown[] = [];
  await whileLooking(() => seen.push(published()));
  await world.settle(2);
  seen.length = 0;
  world.clock.travel(INTERVAL_MS);
  users();
  const request = { what: "delta", detail: NO_DETAIL, from: POOL_1, to: POOL_2, modules: [PRESENCE] } as const;
  const { id } = await world.ledger.doors.request(request, anActor());
  await world.learn();
  await cycle();
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.every((n) => n === 0)).toBe(true);
  const runs = world.export("rows").runs();
  expect(runs.find((run) => run.requestId === id)).toMatchObject({ totalItems: MANY });
});
