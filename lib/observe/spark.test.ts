import { expect, test } from "vitest";
import { SPARK_SLOT_MS, SPARK_SLOTS } from "#lib/ports/history.ts";
import { MINUTE } from "#lib/testkit/builders.ts";
import { Spark } from "./spark.ts";

test("five minutes are told when they are over, by the most that was in them; what was not known is missing", () => {
  const spark = new Spark([]);
  expect(spark.see(0, 3)).toBeNull();
  expect(spark.see(MINUTE, 9)).toBeNull();
  expect(spark.see(4 * MINUTE, 1)).toBeNull();
  expect(spark.see(5 * MINUTE, 2)).toEqual([[0, 9]]);
  expect(spark.see(31 * MINUTE, 7)).toEqual([
    [0, 9],
    [1, 2],
  ]);
});

test("six hours and no more are kept, through another run too", () => {
  const spark = new Spark([
    [1, 5],
    [40, 6],
  ]);
  spark.see(80 * SPARK_SLOT_MS, 1);
  expect(spark.see(81 * SPARK_SLOT_MS, 1)).toEqual([
    [40, 6],
    [80, 1],
  ]);
  let points = spark.see(82 * SPARK_SLOT_MS, 1);
  for (let slot = 83; slot < 300; slot++) points = spark.see(slot * SPARK_SLOT_MS, slot);
  expect(points?.length).toBe(SPARK_SLOTS - 1);
});

test("a run that goes on within five minutes keeps what was known of them", () => {
  const spark = new Spark([[3, 50]]);
  spark.see(3 * SPARK_SLOT_MS + 10, 7);
  expect(spark.see(4 * SPARK_SLOT_MS, 0)).toEqual([[3, 50]]);
});
