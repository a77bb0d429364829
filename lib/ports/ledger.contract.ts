import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import { NOTHING_KEPT } from "#lib/domain/drift-list.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NO_DETAIL, REQUEST_KINDS } from "#lib/domain/request.ts";
import type { SyncInterval } from "#lib/domain/sync-interval.ts";
import { anyExportReport } from "#lib/testkit/any-evidence.ts";
import {
  anActor,
  anExportReport,
  anImportReport,
  aRun,
  DATA_CONF,
  LANE,
  POOL_1,
  POOL_2,
  PRESENCE,
  TWO_POOLS,
} from "#lib/testkit/evidence.ts";
import type {
  DoorLedger,
  EngineLedger,
  EngineWord,
  NewPool,
  NewRequest,
  RequestWithRuns,
  TopologyLedger,
} from "./ledger.ts";
import type { TokenLedger } from "./token-ledger.ts";

export type LedgerUnderTest = {
  readonly doors: DoorLedger;
  readonly engine: EngineLedger;
  readonly topology: TopologyLedger;
  readonly tokens: TokenLedger;
  /** Every audit row, oldest first: no door reads them yet. */
  audit(): Promise<readonly { actor: string; action: string; before: unknown; after: unknown }[]>;
  close(): Promise<void>;
};

/** A place where a ledger is kept: opened again it is the same ledger, opened twice it is shared like by two processes. */
export type LedgerPlace = { open(): Promise<LedgerUnderTest>; remove(): Promise<void> };

const BEAT = { runId: "run-1", machine: "fe1.pairkeeper.test", at: 1000 };
const NOTHING: EngineWord = { beat: BEAT, exports: [], imports: [], runs: [] };
const ALL: NewRequest = {
  what: "full-push",
  from: POOL_1,
  to: POOL_2,
  modules: [PRESENCE, DATA_CONF],
  detail: NO_DETAIL,
};
const BACK: NewRequest = { ...ALL, from: POOL_2, to: POOL_1 };

/** The promises of the ledger, made runnable. */
export function ledgerContract(makePlace: () => Promise<LedgerPlace>) {
  let place: LedgerPlace;
  let ledger: LedgerUnderTest;
  const opened: LedgerUnderTest[] = [];

  const open = async () => {
    const one = await place.open();
    opened.push(one);
    return one;
  };

  beforeEach(async () => {
    place = await makePlace();
    ledger = await open();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await place.remove();
  });

  const reopen = async () => {
    await ledger.close();
    opened.splice(opened.indexOf(ledger), 1);
    ledger = await open();
  };
  const say = (word: Partial<EngineWord>) => ledger.engine.say({ ...NOTHING, ...word });

  test("an empty ledger has defaults and nothing else", async () => {
    expect(await ledger.doors.evidence()).toEqual({
      topology: { pools: [], pairs: [], cmsMaster: null },
      configuration: DEFAULT_CONFIGURATION,
      beat: null,
      exports: [],
      imports: [],
      requests: [],
    });
    expect(await ledger.topology.stores()).toEqual([]);
  });

  test("founded once, and never again", async () => {
    const stores = [POOL_1, POOL_2].map((pool) => ({
      pool,
      storeId: `store of ${pool}`,
      madeAt: null,
      epoch: 1,
      adoptedFor: null,
    }));
    await ledger.topology.found(TWO_POOLS, stores);
    await expect(ledger.topology.found(TWO_POOLS, stores)).rejects.toThrow(POOL_1);
    await ledger.topology.storesMade(POOL_2, 7);
    await reopen();
    expect(await ledger.topology.topology()).toEqual(TWO_POOLS);
    expect(await ledger.topology.stores()).toEqual([stores[0], { ...stores[1], madeAt: 7 }]);
  });

  test("a founding that fails leaves nothing behind", async () => {
    const stray = { ...TWO_POOLS, pairs: [{ a: POOL_1, b: POOL_1 }] };
    await expect(ledger.topology.found(stray, [])).rejects.toThrow();
    expect((await ledger.topology.topology()).pools).toEqual([]);
  });

  describe("pools and pairs", () => {
    const POOL_3 = "pool3.pairkeeper.test" as PoolFqdn;
    const third: NewPool = {
      pool: POOL_3,
      site: "Oslo",
      edition: "Standard",
      fileStore: "/srv/files",
      userStore: null,
    };
    const stores = [POOL_1, POOL_2].map((pool) => ({ pool, storeId: pool, madeAt: 1, epoch: 1, adoptedFor: null }));
    const actions = async () => (await ledger.audit()).map((row) => row.action);
    beforeEach(() => ledger.topology.found(TWO_POOLS, stores));

    test("a pool is added once, last, with a store id of its own and stores that are not made", async () => {
      const added = [await ledger.doors.addPool(third, anActor()), await ledger.doors.addPool(third, anActor())];
      expect(added).toEqual([true, false]);
      await reopen();
      expect((await ledger.doors.topology()).pools).toEqual([POOL_1, POOL_2, POOL_3]);
      const found = { site: "", edition: "Enterprise", fileStore: null, userStore: null, isMade: true };
      expect(await ledger.doors.pools()).toEqual([
        { pool: POOL_1, ...found },
        { pool: POOL_2, ...found },
        { ...third, isMade: false },
      ]);
      const identity = (await ledger.topology.stores()).find(({ pool }) => pool === POOL_3);
      expect(identity).toMatchObject({ madeAt: null, epoch: 1, adoptedFor: null });
      expect(identity?.storeId).toMatch(/^[0-9a-f-]{36}$/);
      expect(await actions()).toEqual(["new-pool"]);
      await ledger.topology.storesMade(POOL_3, 5);
      expect((await ledger.doors.pools()).at(-1)?.isMade).toBe(true);
    });

    test("a pool whose stores could not be made is taken away again; one whose stores are made stays", async () => {
      await ledger.doors.addPool(third, anActor());
      await ledger.doors.dropPool(POOL_3, anActor());
      await ledger.doors.dropPool(POOL_2, anActor());
      expect((await ledger.doors.topology()).pools).toEqual([POOL_1, POOL_2]);
      expect(await actions()).toEqual(["new-pool", "drop-pool"]);
      expect(await ledger.doors.addPool(third, anActor())).toBe(true);
    });

    test("an adoption raises the epoch once for its request", async () => {
      const raised = await ledger.topology.adopt(POOL_1, "first");
      expect(await ledger.topology.adopt(POOL_1, "first")).toEqual(raised);
      expect(raised).toMatchObject({ epoch: 2, adoptedFor: "first", madeAt: null });
    });

    describe("an adoption that failed", () => {
      const asked = () => ledger.doors.request({ ...ALL, what: "adopt", from: POOL_2, to: POOL_1 }, anActor());
      const failed = ({ runs }: Pick<RequestWithRuns, "runs">) =>
        runs.map((run) => ({ ...run, phase: "done", endedAt: 7, end: "failed", problem: "Locked." }) as const);
      const stillOpen = async () => (await ledger.engine.openRequests())[0] ?? { runs: [] };

      test("before anything had begun leaves the stores as they were, and its runs ended, once", async () => {
        const first = await ledger.topology.adopt(POOL_1, (await asked()).id);
        const runs = failed(await stillOpen());
        expect(runs).toHaveLength(2);
        await ledger.topology.adoptionFailed(first, { runs, hasBegun: false, at: 7 });
        await ledger.topology.adoptionFailed(first, { runs, hasBegun: false, at: 8 });
        await reopen();
        expect(await ledger.topology.stores()).toEqual([{ ...stores[0], madeAt: 7 }, stores[1]]);
        expect((await ledger.doors.requestById(first.adoptedFor ?? ""))?.runs).toEqual(runs);
        expect(await ledger.topology.adopt(POOL_1, "second")).toMatchObject({ epoch: 2, adoptedFor: "second" });
      });

      test("after something had begun keeps the epoch, and is not to be finished", async () => {
        const raised = await ledger.topology.adopt(POOL_1, (await asked()).id);
        await ledger.topology.adoptionFailed(raised, { runs: failed(await stillOpen()), hasBegun: true, at: 7 });
        expect(await ledger.topology.stores()).toEqual([{ ...raised, madeAt: 7 }, stores[1]]);
        expect(await ledger.engine.openRequests()).toEqual([]);
      });

      test("is still to be done where its runs cannot be ended", async () => {
        const raised = await ledger.topology.adopt(POOL_1, (await asked()).id);
        const [run] = failed(await stillOpen());
        const runs = run ? [run, { ...run, requestId: "of no request" }] : [];
        await expect(ledger.topology.adoptionFailed(raised, { runs, hasBegun: false, at: 7 })).rejects.toThrow();
        expect(await ledger.topology.stores()).toEqual([raised, stores[1]]);
        expect((await stillOpen()).runs.map(({ endedAt }) => endedAt)).toEqual([null, null]);
      });
    });

    test("only two pools that are known and unpaired are paired, under a number that no pair had", async () => {
      await ledger.doors.addPool(third, anActor());
      const pair = (a: PoolFqdn, b: PoolFqdn) => ledger.doors.pair({ a, b }, anActor());
      expect(await ledger.engine.pairings()).toEqual([
        { pool: POOL_1, partner: POOL_2, number: 1 },
        { pool: POOL_2, partner: POOL_1, number: 1 },
      ]);
      expect([await pair(POOL_3, POOL_1), await pair(POOL_2, POOL_3), await pair(POOL_3, POOL_3)]).toEqual([
        false,
        false,
        false,
      ]);
      expect(await ledger.doors.unpair({ a: POOL_2, b: POOL_1 }, anActor())).toBe(true);
      expect(await ledger.doors.unpair({ a: POOL_2, b: POOL_1 }, anActor())).toBe(false);
      expect([
        await pair(POOL_1, "pool9.x" as PoolFqdn),
        await pair(POOL_3, POOL_1),
        await pair(POOL_1, POOL_2),
      ]).toEqual([false, true, false]);
      expect(await ledger.engine.pairings()).toMatchObject([
        { pool: POOL_3, partner: POOL_1, number: 2 },
        { number: 2 },
      ]);
      await ledger.doors.unpair({ a: POOL_3, b: POOL_1 }, anActor());
      await pair(POOL_1, POOL_2);
      expect(await ledger.engine.pairings()).toMatchObject([{ number: 3 }, { number: 3 }]);
      expect(await actions()).toEqual(["new-pool", "unpair", "pair", "unpair", "pair"]);
    });

    test("pairings at the same time, from two processes, leave every pool in one pair at most", async () => {
      const other = await open();
      await ledger.doors.addPool(third, anActor());
      await ledger.doors.unpair({ a: POOL_1, b: POOL_2 }, anActor());
      const pairs = [
        { a: POOL_1, b: POOL_2 },
        { a: POOL_2, b: POOL_3 },
        { a: POOL_3, b: POOL_1 },
      ];
      const paired = await Promise.all(pairs.map((pair, i) => (i % 2 ? other : ledger).doors.pair(pair, anActor())));
      expect(paired.filter(Boolean)).toHaveLength(1);
      expect(await ledger.engine.pairings()).toHaveLength(2);
    });

    test("what is asked of a pair ends with it, and nothing else", async () => {
      const ours = await ledger.doors.request(ALL, anActor());
      const alone = await ledger.doors.request({ ...ALL, what: "adopt", from: POOL_1, to: POOL_1 }, anActor());
      const strange = await ledger.doors.request({ ...ALL, to: POOL_3 }, anActor());
      await ledger.doors.unpair({ a: POOL_1, b: POOL_2 }, anActor());
      const cancelled = async (id: string) => (await ledger.doors.requestById(id))?.request.cancelledAt !== null;
      expect([await cancelled(ours.id), await cancelled(alone.id), await cancelled(strange.id)]).toEqual([
        true,
        false,
        false,
      ]);
    });
  });

  test("a change of the configuration is kept, and in the audit with before and after", async () => {
    const by = anActor({ name: "grace" });
    const after = await ledger.doors.configure({ syncInterval: 5_000 as SyncInterval }, by);
    expect(after).toEqual({ ...DEFAULT_CONFIGURATION, syncInterval: 5_000 });
    await reopen();
    expect(await ledger.doors.configuration()).toEqual(after);
    expect(await ledger.engine.configuration()).toEqual(after);
    expect(await ledger.audit()).toEqual([
      { actor: "grace", action: "configure", before: DEFAULT_CONFIGURATION, after },
    ]);
  });

  test("every setting is kept, whatever was set before", async () => {
    const whole = (least: number) => fc.integer({ min: least, max: 1_000_000_000 });
    const anyChange = fc.record(
      {
        syncInterval: whole(5_000).map((ms) => ms as SyncInterval),
        maxConcurrentCalls: whole(1),
        maxBatchesPerCmsSync: whole(1),
        maxBatchesPerUserStoreSync: whole(1),
        maxDataConfPackageSizeKB: whole(1),
        maxHighPriQueuePercentagePerUserStoreSync: fc.integer({ min: 0, max: 100 }),
        enableRgsBackupService: fc.boolean(),
        authorizedUniversalGroups: fc.string(),
        authorizedLocalAccounts: fc.string(),
        wakeOnChange: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(anyChange, async (change) => {
        const after = { ...(await ledger.doors.configuration()), ...change };
        expect(await ledger.doors.configure(change, anActor())).toEqual(after);
        expect(await ledger.engine.configuration()).toEqual(after);
      }),
      { numRuns: 50 },
    );
  });

  test("a request is there with every part accepted", async () => {
    const request = await ledger.doors.request(ALL, anActor({ name: "grace", door: "page" }));
    expect(request).toMatchObject({ ...ALL, by: "grace", door: "page" });
    await reopen();
    const found = await ledger.doors.requestById(request.id);
    expect(found?.request).toEqual(request);
    expect(found?.runs.map((run) => [run.lane.module, run.phase, run.totalItems, run.endedAt])).toEqual([
      [PRESENCE, "accepted", null, null],
      [DATA_CONF, "accepted", null, null],
    ]);
    expect(await ledger.engine.openRequests()).toEqual([found]);
    expect(await ledger.doors.requestById("no-such")).toBeNull();
  });

  test("repeated taps are one request, each in the audit", async () => {
    const first = await ledger.doors.request(ALL, anActor({ name: "ada" }));
    const again = await ledger.doors.request({ ...ALL, modules: [DATA_CONF, PRESENCE] }, anActor({ name: "grace" }));
    expect(again.id).toBe(first.id);
    expect((await ledger.audit()).map((row) => row.actor)).toEqual(["ada", "grace"]);
  });

  test("taps at the same time, from two processes, are one request", async () => {
    const other = await open();
    const taps = [ledger, other, ledger, other].map((one) => one.doors.request(ALL, anActor()));
    expect(new Set((await Promise.all(taps)).map((request) => request.id)).size).toBe(1);
  });

  test("every kind comes back as it was asked, with its own word in the audit", async () => {
    const detail = {
      token: "a set",
      trashItems: ["t-2", "t-1"],
      refused: [{ table: "users", key: '["a"]' }],
      reason: "It is known.",
    };
    for (const what of REQUEST_KINDS) {
      const { id } = await ledger.doors.request({ ...ALL, what, detail }, anActor());
      const found = await ledger.doors.requestById(id);
      expect(found?.request).toMatchObject({ ...ALL, what, detail, cancelledAt: null });
      expect((await ledger.engine.openRequests()).at(-1)).toEqual(found);
    }
    expect((await ledger.audit()).map((row) => row.action)).toEqual([...REQUEST_KINDS]);
    expect((await ledger.audit())[0]?.after).toEqual({ ...ALL, what: REQUEST_KINDS[0], detail });
  });

  test("another kind, other modules, details or the other direction are another request", async () => {
    const ids = [
      await ledger.doors.request(ALL, anActor()),
      await ledger.doors.request({ ...ALL, what: "delta" }, anActor()),
      await ledger.doors.request({ ...ALL, what: "release", detail: { ...NO_DETAIL, token: "a" } }, anActor()),
      await ledger.doors.request({ ...ALL, what: "release", detail: { ...NO_DETAIL, token: "b" } }, anActor()),
      await ledger.doors.request(
        { ...ALL, what: "bring-back", detail: { ...NO_DETAIL, trashItems: ["1"] } },
        anActor(),
      ),
      await ledger.doors.request({ ...ALL, modules: [PRESENCE] }, anActor()),
      await ledger.doors.request(BACK, anActor()),
    ].map((request) => request.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("the same items of the trash in another order are the same request", async () => {
    const ask = (trashItems: string[]) =>
      ledger.doors.request({ ...ALL, what: "bring-back", detail: { ...NO_DETAIL, trashItems } }, anActor());
    expect((await ask(["1", "2"])).id).toBe((await ask(["2", "1"])).id);
  });

  test("an open request can be asked to end, once and by the first who asks; one that ended can not", async () => {
    const asked = await ledger.doors.request({ ...ALL, modules: [PRESENCE] }, anActor());
    const cancel = (name: string) => ledger.doors.cancel(asked.id, anActor({ name }));
    expect(await ledger.doors.cancel("no-such", anActor())).toBe(false);
    expect(await cancel("grace")).toBe(true);
    const first = (await ledger.doors.requestById(asked.id))?.request.cancelledAt;
    expect(first).toEqual(expect.any(Number));
    expect(await cancel("ada")).toBe(true);
    await reopen();
    expect((await ledger.engine.openRequests())[0]?.request.cancelledAt).toBe(first);
    await say({ runs: [aRun(asked, { phase: "done", end: "cancelled", endedAt: 9 })] });
    expect(await cancel("grace")).toBe(false);
    const cancelled = (await ledger.audit()).filter((row) => row.action === "cancel");
    expect(cancelled.map((row) => row.actor)).toEqual(["grace", "ada"]);
  });

  test("a lift is one a lane, the last; ended once, and both are in the audit", async () => {
    const other = { ...LANE, module: DATA_CONF };
    await ledger.doors.lift(LANE, 60_000, anActor());
    const second = await ledger.doors.lift(LANE, 1_800_000, anActor({ name: "bob" }));
    const third = await ledger.doors.lift(other, 60_000, anActor());
    expect(second).toMatchObject({ lane: LANE, ms: 1_800_000, by: "bob" });
    await reopen();
    expect(await ledger.engine.lifts()).toEqual(expect.arrayContaining([second, third]));
    expect(await ledger.engine.lifts()).toHaveLength(2);
    const end = () => ledger.doors.endLift(LANE, anActor());
    expect([await end(), await end()]).toEqual([true, false]);
    expect(await ledger.engine.lifts()).toEqual([third]);
    expect((await ledger.audit()).map(({ action }) => action)).toEqual([...Array(3).fill("lift-limit"), "end-lift"]);
    await ledger.topology.found(TWO_POOLS, []);
    await ledger.doors.unpair({ a: POOL_2, b: POOL_1 }, anActor());
    expect(await ledger.engine.lifts()).toEqual([]);
  });

  test("what was done elsewhere is in the audit", async () => {
    await ledger.doors.note({ action: "remove-standby", subject: POOL_1, after: [3] }, anActor({ name: "grace" }));
    expect(await ledger.audit()).toEqual([{ actor: "grace", action: "remove-standby", before: null, after: [3] }]);
  });

  test("a tap after a request was asked to end is a new request", async () => {
    const first = await ledger.doors.request(ALL, anActor());
    await ledger.doors.cancel(first.id, anActor());
    expect((await ledger.doors.request(ALL, anActor())).id).not.toBe(first.id);
  });

  test("the open requests and the latest that ended are listed, newest first and no more than asked for", async () => {
    const leave = async (isEnded: boolean) => {
      const asked = await ledger.doors.request({ ...ALL, modules: [PRESENCE] }, anActor());
      await say({ runs: [aRun(asked, { phase: isEnded ? "done" : "looking", endedAt: isEnded ? 9 : null })] });
      return asked.id;
    };
    const ids: string[] = [];
    for (const isEnded of [true, false, true, true, false, true]) ids.push(await leave(isEnded));
    const [first, second, third, fourth, fifth, sixth] = ids;
    const listed = async (limit: number) => (await ledger.doors.requests(limit)).map(({ request }) => request.id);
    expect(await listed(10)).toEqual([sixth, fifth, fourth, third, second, first]);
    expect(await listed(4)).toEqual([sixth, fifth, fourth, second]);
    expect(await listed(1)).toEqual([fifth]);
  });

  test("all that a run tells comes back", async () => {
    const asked = await ledger.doors.request({ ...ALL, modules: [PRESENCE] }, anActor());
    const run = aRun(asked, {
      phase: "sent",
      totalItems: 9,
      totalBytes: 900,
      leftItems: 4,
      leftBytes: 400,
      inFlightItems: 2,
      goneItems: 1,
      currentItem: "a b/c.txt",
      sendingSince: 3,
      endedAt: 12,
      end: "failed",
      problem: "The source was lost.",
      compared: { identical: 1, missing: 2, different: 3, extra: 4, bytes: null },
      heldItems: 4,
      returned: {
        requestId: asked.id,
        placed: 1,
        placedBytes: 100,
        identical: 2,
        different: 3,
        deletedByOwner: 4,
        inFlight: 5,
        refused: 6,
        leftAlone: [{ is: "different", table: "content", key: "x" }],
        closedAt: "2026-11-21T12:00:00.000Z",
      },
    });
    await say({ runs: [run] });
    await reopen();
    expect((await ledger.doors.requestById(asked.id))?.runs).toEqual([run]);
  });

  test("once the engine has taken up a part, a tap is a new request", async () => {
    const first = await ledger.doors.request(ALL, anActor());
    await say({ runs: [aRun(first, { phase: "accepted" })] });
    expect((await ledger.doors.request(ALL, anActor())).id).toBe(first.id);
    await say({ runs: [aRun(first, { phase: "looking" })] });
    const second = await ledger.doors.request(ALL, anActor());
    expect(second.id).not.toBe(first.id);
    expect((await ledger.engine.openRequests()).map(({ request }) => request.id)).toEqual([first.id, second.id]);
  });

  test("a restore is the same one until a part of it has ended", async () => {
    const restore = { ...ALL, what: "restore" } as const;
    const first = await ledger.doors.request(restore, anActor());
    await say({ runs: [aRun(first, { phase: "sending" })] });
    expect((await ledger.doors.request(restore, anActor())).id).toBe(first.id);
    await say({ runs: [aRun(first, { phase: "done", endedAt: 9 })] });
    expect((await ledger.doors.request(restore, anActor())).id).not.toBe(first.id);
  });

  test("a request is open until its last part has ended", async () => {
    const request = await ledger.doors.request(ALL, anActor());
    const lane = { from: POOL_1, to: POOL_2, module: DATA_CONF };
    await say({ runs: [aRun(request, { phase: "done", totalItems: 3, endedAt: 9 })] });
    expect(await ledger.engine.openRequests()).toHaveLength(1);
    await say({ runs: [aRun(request, { lane, phase: "done", totalItems: 0, endedAt: 9 })] });
    expect(await ledger.engine.openRequests()).toEqual([]);
    expect((await ledger.doors.requestById(request.id))?.runs.map((run) => run.totalItems)).toEqual([3, 0]);
  });

  test("a request is as open as its parts, however often they are told", async () => {
    const request = await ledger.doors.request({ ...ALL, modules: [PRESENCE] }, anActor());
    for (const endedAt of [null, 9, 9, null, 9]) {
      await say({ runs: [aRun(request, { phase: endedAt === null ? "sent" : "done", endedAt })] });
      expect(await ledger.engine.openRequests()).toHaveLength(endedAt === null ? 1 : 0);
    }
  });

  test("evidence has the open requests and the latest ended one of each lane", async () => {
    const ended = async (asked: typeof ALL) => {
      const request = await ledger.doors.request(asked, anActor());
      const runs = asked.modules.map((module) =>
        aRun(request, { lane: { from: asked.from, to: asked.to, module }, phase: "done", endedAt: 9 }),
      );
      await say({ runs });
      return request.id;
    };
    await ended(ALL);
    const both = await ended(ALL);
    const presence = await ended({ ...ALL, modules: [PRESENCE] });
    const back = await ended(BACK);
    const open = (await ledger.doors.request(ALL, anActor())).id;
    const seen = (await ledger.doors.evidence()).requests.map(({ request }) => request.id);
    expect(seen).toEqual([both, presence, back, open]);
  });

  test("what the engine says replaces what it said of the same lane", async () => {
    await say({ exports: [anExportReport(1, { pendingItems: 5 })], imports: [anImportReport(1)] });
    await say({ beat: { ...BEAT, at: 2 }, exports: [anExportReport(2)], imports: [anImportReport(2)] });
    await reopen();
    expect(await ledger.doors.evidence()).toMatchObject({
      beat: { ...BEAT, at: 2 },
      exports: [anExportReport(2)],
      imports: [anImportReport(2)],
    });
  });

  test("the version is another one whenever somebody wrote, and evidence is never older than it", async () => {
    await ledger.topology.found(TWO_POOLS, []);
    const other = await open();
    const version = async () => JSON.stringify(await ledger.doors.version());
    const seen = [await version()];
    expect(await version()).toBe(seen[0]);
    expect((await ledger.doors.evidence()).beat).toBeNull();
    await other.engine.say(NOTHING);
    seen.push(await version());
    expect((await ledger.doors.evidence()).beat).toEqual(BEAT);
    await ledger.doors.request(ALL, anActor());
    seen.push(await version());
    expect((await ledger.doors.evidence()).requests).toHaveLength(1);
    await other.doors.configure({ maxConcurrentCalls: 3 }, anActor());
    seen.push(await version());
    expect((await ledger.doors.evidence()).configuration.maxConcurrentCalls).toBe(3);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("the version tells what was written here from what another wrote", async () => {
    const other = await open();
    const first = await ledger.doors.version();
    await other.engine.say(NOTHING);
    const theirs = await ledger.doors.version();
    expect([theirs.ours === first.ours, theirs.theirs === first.theirs]).toEqual([true, false]);
    await ledger.doors.configure({ maxConcurrentCalls: 3 }, anActor());
    const ours = await ledger.doors.version();
    expect([ours.ours === theirs.ours, ours.theirs === theirs.theirs]).toEqual([false, true]);
  });

  test("a word without a beat leaves the beat as it was", async () => {
    expect(await ledger.doors.beat()).toBeNull();
    const request = await ledger.doors.request(ALL, anActor());
    await say({ beat: { ...BEAT, at: 7 } });
    await say({ beat: null, runs: [aRun(request, { phase: "looking" })] });
    expect(await ledger.doors.beat()).toEqual({ ...BEAT, at: 7 });
    expect((await ledger.doors.requestById(request.id))?.runs[0]?.phase).toBe("looking");
  });

  test("any evidence comes back as it was said", async () => {
    await fc.assert(
      fc.asyncProperty(anyExportReport, async (report) => {
        await say({ exports: [report] });
        expect((await ledger.doors.evidence()).exports).toEqual([report]);
      }),
      { numRuns: 100 },
    );
  });

  test("a word that can't be kept is not kept in part", async () => {
    const foreign = aRun({ ...(await ledger.doors.request(ALL, anActor())), id: "no-such" });
    await expect(say({ exports: [anExportReport(1)], runs: [foreign] })).rejects.toThrow();
    expect(await ledger.doors.evidence()).toMatchObject({ beat: null, exports: [] });
  });

  test("the moment of the last Final outlives reports that do not know it", async () => {
    expect(await ledger.engine.lastFinalAt(LANE)).toBeNull();
    await say({ exports: [anExportReport(5)] });
    await say({ exports: [anExportReport(8, { lastFinalAt: null })] });
    expect(await ledger.engine.lastFinalAt(LANE)).toBe(5);
    expect(await ledger.engine.lastFinalAt({ ...LANE, module: DATA_CONF })).toBeNull();
  });

  test("what compares found is told as it was said last, lane by lane, and is forgotten with the pair", async () => {
    const drift = [{ table: "content", key: "a", is: "missing", foundAt: 5, sentAt: null } as const];
    const kept = { ...NOTHING_KEPT, drift, more: 2 };
    await ledger.topology.found(TWO_POOLS, []);
    expect(await ledger.engine.compares(LANE)).toBeNull();
    await say({ compares: [{ lane: LANE, kept: NOTHING_KEPT }] });
    await say({ compares: [{ lane: LANE, kept }] });
    expect(await ledger.engine.compares(LANE)).toEqual(kept);
    expect(await ledger.doors.compares(LANE)).toEqual(kept);
    expect(await ledger.doors.compares({ ...LANE, module: DATA_CONF })).toBeNull();
    await ledger.doors.unpair({ a: LANE.from, b: LANE.to }, anActor());
    expect(await ledger.doors.compares(LANE)).toBeNull();
  });

  test("a remembered epoch never goes down", async () => {
    expect(await ledger.engine.knownEpoch(LANE)).toBe(0);
    for (const epoch of [3, 7, 2]) await ledger.engine.rememberEpoch(LANE, epoch);
    await reopen();
    expect(await ledger.engine.knownEpoch(LANE)).toBe(7);
    expect(await ledger.engine.knownEpoch({ ...LANE, module: DATA_CONF })).toBe(0);
  });

  test("documents get their numbers here, keep them over a restart, and never get one twice", async () => {
    const wanted = (content: string) => [
      { name: "configuration", content: "{}" },
      { name: "topology", content },
    ];
    const numbers = async (pool: typeof POOL_1, content: string) =>
      (await ledger.engine.publish(pool, wanted(content))).map((one) => `${one.masterEpoch}.${one.version}`);
    expect(await ledger.engine.published()).toEqual([]);
    expect(await numbers(POOL_1, "[1]")).toEqual(["1.1", "1.1"]);
    expect(await numbers(POOL_1, "[2]")).toEqual(["1.1", "1.2"]);
    await reopen();
    expect(await numbers(POOL_1, "[2]")).toEqual(["1.1", "1.2"]);
    expect(await numbers(POOL_1, "[1]")).toEqual(["1.1", "1.3"]);
    expect(await numbers(POOL_2, "[1]")).toEqual(["2.2", "2.4"]);
    expect(await ledger.engine.published()).toEqual([
      { name: "configuration", masterEpoch: 2, version: 2, content: "{}", publisher: POOL_2 },
      { name: "topology", masterEpoch: 2, version: 4, content: "[1]", publisher: POOL_2 },
    ]);
  });

  test("documents that are published side by side are numbered one after the other", async () => {
    const contents = Array.from({ length: 12 }, (_, i) => `[${i}]`);
    const issues = await Promise.all(
      contents.map((content) => ledger.engine.publish(POOL_1, [{ name: "topology", content }])),
    );
    const versions = issues.flat().map(({ version }) => version);
    expect(new Set(versions).size).toBe(contents.length);
    expect((await ledger.engine.published()).map(({ version }) => version)).toEqual([contents.length]);
  });

  test("evidence is of one moment, whoever writes meanwhile", async () => {
    const engine = await open();
    const writes = async () => {
      for (let at = 1; at <= 60; at += 1)
        await engine.engine.say({
          ...NOTHING,
          beat: { ...BEAT, at },
          exports: [anExportReport(at)],
          imports: [anImportReport(at)],
        });
    };
    const reads = async () => {
      for (let i = 0; i < 60; i += 1) {
        const { beat, exports, imports } = await ledger.doors.evidence();
        const moments = [beat?.at, ...[...exports, ...imports].map((report) => report.at)];
        expect(new Set(beat === null ? [] : moments).size).toBeLessThanOrEqual(1);
      }
    };
    await Promise.all([writes(), reads(), reads()]);
    expect((await ledger.doors.evidence()).beat?.at).toBe(60);
  });

  test("what is asked side by side through one connection does not mix", async () => {
    const intervals = Array.from({ length: 20 }, (_, i) => (5_000 + i) as SyncInterval);
    await Promise.all([
      ...intervals.map((syncInterval) => ledger.doors.configure({ syncInterval }, anActor())),
      ...intervals.map(() => ledger.doors.request(ALL, anActor())),
      ...intervals.map(() => ledger.doors.evidence()),
    ]);
    const changes = (await ledger.audit()).filter((row) => row.action === "configure");
    expect(changes.map((row) => row.before).slice(1)).toEqual(changes.map((row) => row.after).slice(0, -1));
    expect(await ledger.engine.openRequests()).toHaveLength(1);
  });

  test("a token is known by its hash until another of its name takes its place", async () => {
    const first = { id: "1", hash: "a1", name: "cli", role: "administrator" as const, madeAt: 1 };
    await ledger.tokens.replaceToken(first);
    await ledger.tokens.replaceToken({ ...first, id: "2", hash: "c3", name: "monitor", role: "viewer" });
    const { hash: _, ...token } = first;
    const whole = {
      ...token,
      pools: "all",
      madeBy: "service",
      expiresAt: null,
      lastUsedAt: null,
      account: null,
      isShut: false,
    };
    expect(await ledger.tokens.tokenByHash("a1")).toEqual(whole);
    await ledger.tokens.replaceToken({ ...first, id: "3", hash: "b2" });
    await reopen();
    const known = await Promise.all(["a1", "b2", "c3", "d4"].map((hash) => ledger.tokens.tokenByHash(hash)));
    expect(known.map((one) => one?.name ?? null)).toEqual([null, "cli", "monitor", null]);
  });

  test("a token that somebody made is kept with what it opens, once a name, until somebody removes it", async () => {
    const { tokens } = ledger;
    const wish = {
      id: "1",
      hash: "a1",
      name: "nightly",
      role: "operator" as const,
      pools: [POOL_1],
      madeAt: 1,
      expiresAt: 9,
    };
    const grace = anActor({ name: "grace" });
    expect(await tokens.addToken(wish, grace)).toBe(true);
    expect(await tokens.addToken({ ...wish, id: "2", hash: "b2" }, grace)).toBe(false);
    await tokens.used("1", 5);
    await reopen();
    const { hash: _, ...token } = { ...wish, madeBy: "grace", lastUsedAt: 5, account: null, isShut: false };
    expect([await ledger.tokens.tokens(), await ledger.tokens.tokenByHash("a1")]).toEqual([[token], token]);
    expect([await ledger.tokens.removeToken("1", grace), await ledger.tokens.removeToken("1", grace)]).toEqual([
      true,
      false,
    ]);
    expect([await ledger.tokens.tokens(), await ledger.tokens.tokenByHash("a1")]).toEqual([[], null]);
    expect(await ledger.tokens.addToken({ ...wish, id: "2", hash: "b2" }, grace)).toBe(true);
    const rows = await ledger.audit();
    const opens = { role: "operator", pools: [POOL_1], expiresAt: 9 };
    const gone = { role: "operator", pools: POOL_1, madeBy: "grace", expiresAt: 9 };
    expect(rows).toMatchObject([
      { action: "make-token", actor: "grace", before: null, after: opens },
      { action: "remove-token", actor: "grace", before: gone, after: null },
      { action: "make-token", actor: "grace", before: null, after: opens },
    ]);
    expect(JSON.stringify(rows)).not.toContain("a1");
  });
}
