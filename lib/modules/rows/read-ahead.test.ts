import { expect, test } from "vitest";
import { BATCH_ITEMS } from "#lib/domain/limits.ts";
import type { ReadRows } from "#lib/ports/user-store.ts";
import { USERS } from "#lib/testkit/row-tables.ts";
import { ReadAhead } from "./read-ahead.ts";

const batch = (n: number) => ({
  table: USERS,
  phase: "images" as const,
  ids: Array.from({ length: BATCH_ITEMS }, (_, i) => n * BATCH_ITEMS + i + 1),
});

/** Remembers which batches were read, in order; of `cut` ones only a part is taken. */
function reader({ cut = [] as readonly number[] } = {}) {
  const seen: number[] = [];
  const read = async (_table: unknown, _phase: unknown, ids: readonly number[]): Promise<ReadRows> => {
    const n = ((ids[0] ?? 0) - 1) / BATCH_ITEMS;
    seen.push(n);
    return { lots: [], gone: [...ids], back: [], taken: cut.includes(n) ? 1 : ids.length };
  };
  return { seen, ahead: new ReadAhead({ read }) };
}

test("what was begun is read once, and given to who asks for it", async () => {
  const { seen, ahead } = reader();
  await ahead.read(batch(0));
  for (const n of [1, 2, 1]) ahead.begin(batch(n));
  expect(seen).toEqual([0, 1, 2]);
  expect((await ahead.read(batch(1))).gone).toEqual(batch(1).ids);
  expect((await ahead.read(batch(2))).gone).toEqual(batch(2).ids);
  expect(seen).toEqual([0, 1, 2]);
});

test("what was read before changes were taken is read again", async () => {
  const { seen, ahead } = reader();
  await ahead.read(batch(0));
  ahead.begin(batch(1));
  ahead.forget();
  await ahead.read(batch(1));
  expect(seen).toEqual([0, 1, 1]);
});

test("who goes another way than was thought gets what was asked for", async () => {
  const { seen, ahead } = reader();
  await ahead.read(batch(0));
  for (const n of [1, 2]) ahead.begin(batch(n));
  const tombstones = { ...batch(1), phase: "tombstones" as const };
  await ahead.read(tombstones);
  expect((await ahead.read(batch(3))).gone).toEqual(batch(3).ids);
  await ahead.read(batch(2));
  expect(seen).toEqual([0, 1, 2, 1, 3, 2]);
});

test("nothing is read ahead at the start, of small batches, and where a batch was not taken whole", async () => {
  const { seen, ahead } = reader({ cut: [4] });
  ahead.begin(batch(1));
  await ahead.read(batch(0));
  ahead.begin({ ...batch(1), ids: [1001] });
  ahead.begin(batch(4));
  ahead.begin(batch(5));
  await ahead.read(batch(4));
  ahead.begin(batch(6));
  await ahead.read(batch(5));
  expect(seen).toEqual([0, 4, 5, 5]);
});
