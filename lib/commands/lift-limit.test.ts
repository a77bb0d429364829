import { afterEach, beforeEach, expect, test } from "vitest";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anExportReport, CMS_MASTER, DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { endLift } from "./end-lift.ts";
import { getStatus } from "./get-status.ts";
import { liftLimit } from "./lift-limit.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const asked = (more: object = {}) => ({ pool: POOL_1, module: "dataconf", ...more });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field }) => [code, field],
  );
/** What was done; who is refused has a row too, whenever it comes. */
const audited = () =>
  world.ledger.database
    .selectFrom("audit")
    .select(["action", "actor", "subject"])
    .where("action", "<>", "refused")
    .execute();
const MINUTE = 60_000;

test("half an hour by itself, and as long as was asked for", async () => {
  const lifted = { PoolFqdn: POOL_1, BackupPoolFqdn: POOL_2, BackupModule: DATA_CONF, LiftedBy: "ada" };
  const until = (minutes: number) => new Date(world.now + minutes * MINUTE).toISOString();
  const operator = world.context("operator");
  expect(await liftLimit(operator, asked())).toEqual({ ...lifted, LimitLiftedUntil: until(30) });
  expect(await liftLimit(operator, asked({ duration: "00:01:00" }))).toEqual({ ...lifted, LimitLiftedUntil: until(1) });
  expect(await liftLimit(operator, asked({ duration: "04:00:00" }))).toMatchObject({ LimitLiftedUntil: until(240) });
  const subject = `${POOL_1} ${POOL_2} ${DATA_CONF}`;
  expect(await audited()).toEqual(Array(3).fill({ action: "lift-limit", actor: "ada", subject }));
});

test.each([
  ["a viewer", "viewer", {}, "not-allowed", null],
  ["no module", "operator", { module: undefined }, "bad-input", "BackupModule"],
  ["all of them", "operator", { module: "All" }, "bad-input", "BackupModule"],
  ["a module that is none", "operator", { module: "Nope" }, "unknown-module", "BackupModule"],
  ["what this pool does not export", "operator", { pool: POOL_2, module: CMS_MASTER }, "not-cms-master", "PoolFqdn"],
  ["less than a minute", "operator", { duration: "00:00:59" }, "bad-input", "Duration"],
  ["more than four hours", "operator", { duration: "04:00:01" }, "bad-input", "Duration"],
  ["no time", "operator", { duration: "half an hour" }, "bad-input", "Duration"],
] as const)("%s is refused", async (_, role, more, code, field) => {
  expect(await refusal(liftLimit(world.context(role), asked(more)))).toEqual([code, field]);
  expect(await world.ledger.engine.lifts()).toEqual([]);
});

test("it is ended once, by who may lift it; what is only thought of leaves no trace", async () => {
  expect(await refusal(endLift(world.context(), asked()))).toEqual(["not-lifted", "BackupModule"]);
  await liftLimit(world.context(), asked());
  const before = [await audited(), await world.ledger.engine.lifts()];
  for (const one of [liftLimit, endLift])
    expect(await one(world.context("operator"), asked({ whatIf: true }))).toEqual({
      WhatIf: expect.stringMatching(/^Would .*\.$/),
    });
  expect(await refusal(endLift(world.context("viewer"), asked()))).toEqual(["not-allowed", null]);
  expect([await audited(), await world.ledger.engine.lifts()]).toEqual(before);
  expect(await endLift(world.context("operator"), asked())).toMatchObject({ LimitLiftedUntil: null });
  expect(await refusal(endLift(world.context(), asked()))).toEqual(["not-lifted", "BackupModule"]);
});

test("one whose time is over has ended", async () => {
  await liftLimit(world.context(), asked({ duration: "00:01:00" }));
  world.clock.travel(MINUTE);
  expect(await refusal(endLift(world.context(), asked()))).toEqual(["not-lifted", "BackupModule"]);
});

test("the status tells what the engine says of it, and nothing of an engine that is silent", async () => {
  const lane = { from: POOL_1, to: POOL_2, module: DATA_CONF };
  const limitLiftedUntil = world.now + 30 * MINUTE;
  await world.say({ exports: [anExportReport(world.now, { lane, limitLiftedUntil })] });
  const told = async () =>
    (await getStatus(world.context("viewer"), { pool: POOL_1, module: DATA_CONF })).BackupModules[0]?.LimitLiftedUntil;
  expect(await told()).toBe(new Date(limitLiftedUntil).toISOString());
  world.clock.travel(16_000);
  expect(await told()).toBeNull();
});
