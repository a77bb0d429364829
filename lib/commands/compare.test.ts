import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Drift } from "#lib/domain/compare.ts";
import { NOTHING_KEPT } from "#lib/domain/drift-list.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { CMS_MASTER, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { debugInterPoolReplication } from "./debug-inter-pool-replication.ts";
import { getDrift } from "./get-drift.ts";
import { getStatus } from "./get-status.ts";
import { sendAgain } from "./send-again.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field }) => [code, field],
  );
const open = async () => (await world.ledger.engine.openRequests()).map(({ request }) => request);
const LANE = { from: POOL_1, to: POOL_2, module: DATA_CONF };

const drift = (key: string, more: Partial<Drift> = {}): Drift => ({
  table: "content",
  key,
  is: "different",
  foundAt: world.now,
  sentAt: null,
  ...more,
});
const keep = (...items: readonly Drift[]) =>
  world.say({ compares: [{ lane: LANE, kept: { ...NOTHING_KEPT, drift: items } }] });

describe("Debug-CsInterPoolReplication", () => {
  test("leaves one request a direction, documents from their master alone, and no state is any other for it", async () => {
    await world.say();
    const answer = await debugInterPoolReplication(world.context("operator"), { pool: POOL_1.toUpperCase() });
    expect(answer).toMatchObject({ Requests: [{ What: "compare", PoolFqdn: POOL_1 }, { PoolFqdn: POOL_2 }] });
    const asked = (await open()).map(({ from, modules }) => [from, modules.includes(CMS_MASTER)]);
    expect(asked).toEqual([
      [POOL_1, true],
      [POOL_2, false],
    ]);
    const { BackupModules } = await getStatus(world.context("viewer"), { pool: POOL_1 });
    expect(BackupModules.map(({ ExportStatus }) => ExportStatus)).toContain("FinalState");
    expect(BackupModules.some(({ Reason }) => Reason === "request-runs")).toBe(false);
    await debugInterPoolReplication(world.context("operator"), { pool: POOL_1 }); // the same again is the same
    expect(await open()).toHaveLength(2);
  });

  test.each(["CentralMgmt", "cmsmaster", "presencefocus", "UserServices.PresenceFocus", "DataConf", "All"])(
    "%s is understood",
    async (module) => {
      await debugInterPoolReplication(world.context("operator"), { pool: POOL_1, module });
      expect((await open()).length).toBeGreaterThan(0);
    },
  );

  test("what is asked of it reaches the engine; its bounds are kept, and who may only look is refused", async () => {
    const asked = {
      pool: POOL_1,
      module: "PresenceFocus",
      direction: "in",
      resyncSignatureMismatchItems: true,
      suppressMultiMasterDetection: true,
      databaseCommandTimeoutInSeconds: "30",
      sample: true,
    };
    await debugInterPoolReplication(world.context("operator"), asked);
    expect(await open()).toMatchObject([
      {
        from: POOL_2,
        to: POOL_1,
        modules: [PRESENCE],
        detail: { compare: { depth: "sample", resync: true, detectsMultiMaster: false, answerMs: 30_000 } },
      },
    ]);
    const refused = (more: object, role: "operator" | "viewer" = "operator") =>
      refusal(debugInterPoolReplication(world.context(role), { pool: POOL_1, ...more }));
    expect(await refused({ databaseCommandTimeoutInSeconds: 0 })).toEqual([
      "bad-input",
      "DatabaseCommandTimeoutInSeconds",
    ]);
    expect(await refused({ direction: "sideways" })).toEqual(["bad-input", "Direction"]);
    expect(await refused({}, "viewer")).toEqual(["not-allowed", null]);
  });

  test("-WhatIf says what would be compared, and leaves no trace", async () => {
    const answer = await debugInterPoolReplication(world.context("operator"), {
      pool: POOL_1,
      module: "DataConf",
      direction: "out",
      whatIf: true,
    });
    expect(answer).toEqual({ WhatIf: `Would compare ${DATA_CONF} of ${POOL_1} with its copy on ${POOL_2}.` });
    expect(await open()).toEqual([]);
  });
});

describe("what differs", () => {
  test("is told page by page, with what was compared last and what was verified", async () => {
    await keep(drift("a"), drift("b", { is: "missing" }), drift("c", { is: "owned-by-both" }));
    const asked = { pool: POOL_1, module: "DataConf", limit: 2 };
    const page = await getDrift(world.context("viewer"), asked);
    expect(page).toMatchObject({ DriftItems: 3, Next: "2", Drift: [{ Key: "a" }, { Difference: "missing" }] });
    expect(await getDrift(world.context("viewer"), { ...asked, next: page.Next })).toMatchObject({
      Next: null,
      Drift: [{ Key: "c", Difference: "owned-by-both", SentAt: null }],
    });
    expect(await getDrift(world.context("viewer"), { pool: POOL_2, module: "DataConf" })).toMatchObject({
      LastCompare: null,
      VerifiedEqual: null,
      DriftItems: 0,
      Mendable: 0,
    });
  });

  test("is told with how many of it sending all again would send: named, not owned by both, on whatever page", async () => {
    const kept = [drift("a"), drift("b", { sentAt: world.now }), drift("c", { is: "owned-by-both" })];
    await world.say({ compares: [{ lane: LANE, kept: { ...NOTHING_KEPT, drift: kept, more: 7 } }] });
    const asked = { pool: POOL_1, module: "DataConf" };
    for (const next of [0, 2])
      expect(await getDrift(world.context("viewer"), { ...asked, next, limit: 1 })).toMatchObject({
        DriftItems: 10,
        Mendable: 2,
      });
    expect(await sendAgain(world.context("operator"), { ...asked, whatIf: true })).toEqual({
      WhatIf: `Would send 2 items of ${DATA_CONF} again to ${POOL_2}.`,
    });
  });

  test("is sent again, one or all; what is not on the list, or is owned by both, is refused by name", async () => {
    const asked = { pool: POOL_1, module: "DataConf" };
    const send = (more: object = {}) => sendAgain(world.context("operator"), { ...asked, ...more });
    expect(await refusal(send())).toEqual(["nothing-differs", "BackupModule"]);
    await keep(drift("c", { is: "owned-by-both" }));
    expect(await refusal(send())).toEqual(["nothing-differs", "BackupModule"]);
    await keep(drift("a"), drift("b"), drift("c", { is: "owned-by-both" }));
    expect(await send({ whatIf: true })).toEqual({ WhatIf: `Would send 2 items of ${DATA_CONF} again to ${POOL_2}.` });
    expect(await refusal(send({ items: [{ table: "content", key: "z" }] }))).toEqual(["unknown-item", "Items"]);
    expect(await refusal(sendAgain(world.context("viewer"), asked))).toEqual(["not-allowed", null]);
    await send({ items: [{ table: "content", key: "b" }] });
    expect(await open()).toMatchObject([
      { what: "send-again", from: POOL_1, modules: [DATA_CONF], detail: { driftItems: [{ key: "b" }] } },
    ]);
  });
});
