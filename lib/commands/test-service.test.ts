import { afterEach, beforeEach, expect, test } from "vitest";
import type { ActorRole } from "#lib/domain/role.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anExportReport, LANE, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { aFailedLook, aSight } from "#lib/testkit/pool-sight.ts";
import { testService } from "./test-service.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
  await world.say();
});
afterEach(() => world.close());

const check = (pool = POOL_1, role: ActorRole = "operator") => testService(world.context(role), { pool });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code }) => code,
  );
const audited = () => world.ledger.database.selectFrom("audit").select(["action", "subject", "after_json"]).execute();

test("each check has its title, its moment, and, when it did not pass, its words of the one table; it leaves an audit row", async () => {
  world.look = { ...world.look, look: async () => aSight(world.now, { writing: aFailedLook("no-right", world.now) }) };
  const { Result, PoolFqdn, BackupPoolFqdn, Checks } = await check();
  expect([Result, PoolFqdn, BackupPoolFqdn]).toEqual(["failed", POOL_1, POOL_2]);
  expect(Checks.filter((one) => one.Result !== "passed")).toEqual([
    {
      Name: "writing",
      Title: "Writing into the BackupStore",
      Result: "failed",
      Code: "no-right",
      Says: "It is no-right.",
      Path: "/somewhere",
      Means: "The service may not read or write there.",
      AtRisk: expect.stringContaining("second copy"),
      Next: expect.stringContaining("right to read, write and rename"),
      AsOf: new Date(world.now).toISOString(),
    },
  ]);
  const after = JSON.stringify({ result: "failed", found: "writing no-right" });
  expect(await audited()).toEqual([{ action: "check", subject: POOL_1, after_json: after }]);
  expect(Checks.every(({ Says, AsOf, Title }) => Says !== "" && AsOf !== "" && Title !== "")).toBe(true);
});

test("it is asked for by operators, of pools that are served here", async () => {
  expect(await refusal(check(POOL_1, "viewer"))).toBe("not-allowed");
  expect(await refusal(check("nowhere.x.test" as typeof POOL_1))).toBe("unknown-pool");
  world.pools = new Set([POOL_1]);
  expect(await refusal(check(POOL_2))).toBe("pool-elsewhere");
  expect((await check(POOL_1)).Result).toBe("passed");
});

test("while no engine is heard the stores are looked at all the same, and nothing is made up", async () => {
  world.clock.travel(60_000);
  const { Checks, Result } = await check();
  const of = (name: string) => Checks.find((one) => one.Name === name)?.Result;
  expect(Result).toBe("failed");
  expect([of("engine"), of("file-store"), of("partner")]).toEqual(["failed", "passed", "not-known"]);
});

test("what waits on the partner has to fit in here", async () => {
  const lane = { ...LANE, from: POOL_2, to: POOL_1 };
  const waits = anExportReport(world.now, { lane, pendingItems: 9, pendingBytes: 500e9 });
  await world.say({ exports: [anExportReport(world.now), waits] });
  const room = (await check()).Checks.find(({ Name }) => Name === "room");
  expect(room).toMatchObject({ Result: "failed", Code: "room-short" });
});
