import { expect, test } from "vitest";
import { planChunks } from "./plan.ts";

const entries = (...tables: string[]) => tables.map((table, i) => ({ table, ids: [i + 1] }));

test("tables that alternate share no batch and make no tiny ones", () => {
  expect(planChunks(entries("a", "b", "a", "b", "a"), 2)).toEqual([
    { table: "a", ids: [1, 3, 5] },
    { table: "b", ids: [2, 4] },
  ]);
});

test("it stops at the first entry that needs a batch too many: a later one never overtakes it", () => {
  expect(planChunks(entries("a", "b", "c", "a"), 2)).toEqual([
    { table: "a", ids: [1] },
    { table: "b", ids: [2] },
  ]);
});

test("a batch is full at a thousand entries", () => {
  const ids = Array.from({ length: 2500 }, (_, i) => i);
  const chunks = planChunks([...entries("a"), { table: "a", ids }], 16);
  expect(chunks.map((chunk) => chunk.ids.length)).toEqual([1000, 1000, 501]);
  expect(chunks.flatMap((chunk) => chunk.ids)).toEqual([1, ...ids]);
});

test("no batches, no chunks", () => {
  expect(planChunks(entries("a"), 0)).toEqual([]);
});
