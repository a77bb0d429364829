import { expect, test } from "vitest";
import { planChunks } from "./plan.ts";

const entries = (...tables: string[]) => tables.map((table, i) => ({ id: i + 1, table, key: `k${i}`, firstAt: 0 }));

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
  const chunks = planChunks(entries(...Array<string>(2500).fill("a")), 16);
  expect(chunks.map((chunk) => chunk.ids.length)).toEqual([1000, 1000, 500]);
});

test("no batches, no chunks", () => {
  expect(planChunks(entries("a"), 0)).toEqual([]);
});
