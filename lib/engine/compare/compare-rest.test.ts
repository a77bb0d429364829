import { expect, test } from "vitest";
import { MOST_DRIFT_NAMED } from "#lib/domain/compare.ts";
import { CompareHand } from "#lib/testkit/compare-hand.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { openCopiedPools } from "#lib/testkit/two-pools.ts";

const MORE = 10;
const COUNT = MOST_DRIFT_NAMED + MORE;

test("what differs beyond the items that have a name is found by another compare once those are mended, and leaves by evidence", async () => {
  const world = await openCopiedPools();
  try {
    const hand = new CompareHand(world);
    world.sql(
      POOL_1,
      `insert into users (sip_uri, display_name, home_pool)
       with recursive n(i) as (select 1 union all select i + 1 from n where i < ${COUNT})
       select 'sip:' || i || '@y', 'Y', '${POOL_1}' from n`,
    );
    await world.settle(1);
    world.sql(POOL_2, "insert into importing (id) values (1)");
    world.sql(POOL_2, "update users set display_name = 'other' where sip_uri like '%@y'");
    world.sql(POOL_2, "delete from importing");
    const found = await hand.through("rows", await hand.ask("rows", "compare"));
    expect(found?.receipt).toMatchObject({ different: COUNT, equal: 1 });
    expect((await hand.kept("rows"))?.more).toBe(MORE);
    expect(await hand.through("rows", await hand.ask("rows", "send-again"))).toMatchObject({ end: "done" });
    expect(await hand.kept("rows")).toMatchObject({ drift: [], more: MORE });
    expect((await world.status("rows")).ExportStatus).toBe("ErrorState");
    await hand.turns("rows", 2);
    world.clock.travel(120_000); // by itself it waits for the next cycle's look
    await hand.turns("rows", 12);
    expect(await hand.kept("rows")).toMatchObject({ drift: [], more: 0, last: { isScheduled: true, different: MORE } });
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  } finally {
    await world.close();
  }
});
