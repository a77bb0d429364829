import { afterEach, beforeEach, expect, test } from "vitest";
import type { RowStore } from "#lib/ports/user-store.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const edit = (name: string) => world.sql(POOL_1, "update users set display_name = ?", name);
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** What a report catches up with waits for another program's lock until it is let go. */
class LateCatchUp {
  let: () => void = () => {};
  #late: Promise<void> | null = null;
  readonly #lock = new Promise<void>((resolve) => {
    this.let = resolve;
  });
  isArmed = false;

  readonly over = (real: RowStore): RowStore => ({
    ...real,
    takeChanges: (module, tables, getsOn, strides) => {
      if (!this.isArmed || strides === undefined) return real.takeChanges(module, tables, getsOn, strides);
      this.#late = this.#lock.then(() => real.takeChanges(module, tables, getsOn, strides));
      return this.#late;
    },
    read: async (...asked) => {
      const found = await real.read(...asked);
      if (!this.isArmed) return found;
      this.isArmed = false;
      edit("newest");
      this.let();
      await this.#late;
      return found;
    },
  });
}

test("a change that is caught up with while its item is packed is not taken for sent", async () => {
  const late = new LateCatchUp();
  await world.restart({ rows: (real, pool) => (pool === POOL_1 ? late.over(real) : real) });
  await world.settle(2);
  edit("newer");
  late.isArmed = true;
  const report = world.export("rows").report();
  await turns(5);
  const cycle = world.cycle("rows");
  await turns(300);
  late.let();
  await Promise.all([cycle, report]);
  await world.settle(2);
  expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  expect(world.rows(POOL_2)).toMatchObject([{ display_name: "newest" }]);
  expect((await world.status("rows")).ExportStatus).toBe("FinalState");
});
