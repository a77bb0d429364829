import { beforeEach, expect, test } from "vitest";
import type { Epoch, PackageId } from "#lib/domain/package.ts";
import { TombstonePlan } from "./tombstone-plan.ts";

const id = (seq: number, epoch = 1): PackageId => ({ epoch: epoch as Epoch, seq });

let plan: TombstonePlan;
beforeEach(() => {
  plan = new TombstonePlan();
});

test("without tombstones there is nothing to wait for", () => {
  plan.imagesSent(id(3));
  expect([plan.mark, plan.isReady([])]).toEqual([null, false]);
});

test("tombstones wait until every image of their look was sent and acked (DESIGN L10)", () => {
  plan.found(100);
  expect(plan.isReady([])).toBe(false);
  plan.imagesSent(id(3));
  expect(plan.isReady([id(2), id(3)])).toBe(false);
  expect(plan.isReady([id(3)])).toBe(false);
  expect(plan.isReady([])).toBe(true);
});

test("images of later looks hold up nothing, so a busy lane still deletes", () => {
  plan.found(100);
  plan.imagesSent(id(3));
  plan.found(200);
  plan.imagesSent(id(9));
  expect(plan.mark).toBe(100);
  expect(plan.isReady([id(4), id(9), id(1, 2)])).toBe(true);
});

test("when they are out, or everything has to go again, the next look plans anew", () => {
  plan.found(100);
  plan.imagesSent(id(3));
  plan.clear();
  expect([plan.mark, plan.isReady([])]).toEqual([null, false]);
});
