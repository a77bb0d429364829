import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { JOURNAL_KINDS } from "#lib/domain/journal-kind.ts";
import type { Epoch } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { folded, type LaneSample, still } from "#lib/domain/sample.ts";
import type { PackageNote } from "#lib/domain/trail.ts";
import { HOUR, MINUTE, NOON, SECOND } from "#lib/testkit/builders.ts";
import { anActor, aRun, DATA_CONF, LANE, POOL_1, POOL_2, PRESENCE, TWO_POOLS } from "#lib/testkit/evidence.ts";
import { aSample } from "#lib/testkit/samples.ts";
import type { HistoryKeeper, HistoryReader, JournalEntry, JournalQuestion, Seen, StateChange } from "./history.ts";
import type { DoorLedger, EngineLedger, TopologyLedger } from "./ledger.ts";

export type HistoryUnderTest = {
  readonly engine: EngineLedger;
  readonly doors: DoorLedger;
  readonly topology: TopologyLedger;
  readonly history: HistoryReader;
  readonly keeper: HistoryKeeper;
  /** How many rows are kept in all. */
  rows(): Promise<number>;
  /** Of all lanes, the oldest sample that is kept as it was read. */
  oldestRaw(): Promise<number | null>;
  close(): Promise<void>;
};

const DAY = 24 * HOUR;
const BACK = { ...LANE, from: POOL_2, to: POOL_1 };
/** Of a step that may take no longer than its smallest part. */
const noTime = () => false;
const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** The promises of the history, made runnable. `now` is what its doors' clock says next. */
export function historyContract(open: (now: () => number) => Promise<HistoryUnderTest>) {
  let ledger: HistoryUnderTest;
  let now = NOON;
  beforeEach(async () => {
    now = NOON;
    ledger = await open(() => now);
    await ledger.topology.found(TWO_POOLS, []);
  });
  afterEach(() => ledger.close());

  const say = (seen: Partial<Seen>, runId = "run-1", at = now) =>
    ledger.engine.say({
      beat: { runId, machine: "fe1", at },
      exports: [],
      imports: [],
      runs: [],
      seen: { begins: null, samples: [], changes: [], sparks: [], ...seen },
    });
  const keep = (...samples: readonly LaneSample[]) =>
    say({ samples: samples.map((sample) => ({ lane: LANE, ...sample })) });
  const samples = (from: number, to: number, most = 500) => ledger.history.samples(LANE, { from, to }, most);
  const thinAll = async (rounds = 40) => {
    for (let round = 0; round < rounds; round++) await ledger.keeper.thin(now, noTime);
  };

  describe("samples", () => {
    test("come back as they were kept, of that lane and that time alone", async () => {
      const two = [
        aSample(NOON, { pendingBytes: still(null), exportState: null }),
        aSample(NOON + MINUTE, { sentBytes: 7 }),
      ];
      await keep(...two);
      await say({ samples: [{ lane: BACK, ...aSample(NOON) }] });
      expect(await samples(NOON - 1, NOON + MINUTE)).toEqual(two);
      expect(await samples(NOON, NOON + MINUTE)).toEqual([two[1]]);
      expect(await ledger.history.samples({ ...LANE, module: DATA_CONF }, EVER, 500)).toEqual([]);
    });

    test("are folded into as many as are asked for, and none of their most is lost", async () => {
      const all = Array.from({ length: 60 }, (_, n) =>
        aSample(NOON + n * MINUTE, { pendingItems: still(n === 31 ? 9_000 : n), arrivedItems: 1 }),
      );
      await keep(...all);
      const few = await samples(NOON - 1, NOON + HOUR, 7);
      expect(few.length).toBeLessThanOrEqual(7);
      expect(Math.max(...few.map(({ pendingItems }) => pendingItems.most))).toBe(9_000);
      expect(few.reduce((sum, { arrivedItems }) => sum + arrivedItems, 0)).toBe(60);
      expect(few.at(-1)).toMatchObject({ at: all.at(-1)?.at, pendingItems: { last: 59 } });
      const nine = all.slice(0, 9).reduce(folded);
      expect(few[0]).toEqual(nine);
    });

    test("a day is folded as an hour is", async () => {
      const all = Array.from({ length: 1_440 }, (_, n) => aSample(NOON + (n + 1) * MINUTE, { sentItems: 1 }));
      await keep(...all);
      const steps = await samples(NOON, NOON + DAY, 96);
      expect(steps.map(({ sentItems }) => sentItems)).toEqual(Array.from({ length: 96 }, () => 15));
      expect(steps.at(-1)?.at).toBe(NOON + DAY);
    });

    test("what nobody knew is a gap: it is never filled", async () => {
      await keep(aSample(NOON, { knownMs: 0 }), aSample(NOON + HOUR, { knownMs: 0 }));
      const [first, second] = await samples(NOON - 1, NOON + 2 * HOUR, 3);
      expect([first?.at, first?.knownMs, second?.at, second?.knownMs]).toEqual([NOON, 0, NOON + HOUR, 0]);
    });

    test("are thinned as they grow old: two days as they are, thirty days one a minute, two years one an hour", async () => {
      const every = 5 * SECOND;
      const raw = Array.from({ length: 2 * 720 }, (_, n) =>
        aSample(NOON + (n + 1) * every, { knownMs: every, pendingItems: still(n === 100 ? 777 : 1), sentItems: 2 }),
      );
      await keep(...raw);
      const known = async () => {
        const all = await samples(NOON, NOON + 3 * HOUR, 100_000);
        return {
          rows: all.length,
          knownMs: all.reduce((sum, { knownMs }) => sum + knownMs, 0),
          sent: all.reduce((sum, { sentItems }) => sum + sentItems, 0),
          most: Math.max(...all.map(({ pendingItems }) => pendingItems.most)),
        };
      };
      const whole = { knownMs: 2 * HOUR, sent: 2 * raw.length, most: 777 };
      now = NOON + 2 * DAY;
      await thinAll();
      expect(await known()).toEqual({ rows: 1_440, ...whole });
      now = NOON + 2 * DAY + 4 * HOUR;
      await thinAll();
      expect(await known()).toEqual({ rows: 121, ...whole });
      now = NOON + 31 * DAY;
      await thinAll();
      expect(await known()).toEqual({ rows: 3, ...whole });
      now = NOON + 2 * 365 * DAY + 6 * DAY;
      await keep(...Array.from({ length: 60 }, (_, n) => aSample(NOON + 2 * DAY + n * HOUR)));
      await thinAll();
      now += HOUR;
      await thinAll();
      expect(await ledger.rows()).toBeLessThan(60);
    });

    test("a step of thinning is small, and does nothing while there is little to do", async () => {
      await keep(...Array.from({ length: 600 }, (_, n) => aSample(NOON + n * MINUTE)));
      now = NOON + 2 * DAY + 30 * MINUTE;
      await thinAll();
      expect(await ledger.rows()).toBe(600);
      now = NOON + 10 * DAY;
      await ledger.keeper.thin(now, noTime);
      const after = await samples(NOON - 1, NOON + 20 * HOUR, 100_000);
      expect(after.length).toBe(600); // one a minute before and after: nothing is lost on the way
    });

    const lanes = Array.from({ length: 12 }, (_, n) => ({
      ...LANE,
      from: `pool${n + 10}.pairkeeper.test` as PoolFqdn,
    }));
    const keepOfAll = (...each: readonly LaneSample[]) =>
      say({ samples: lanes.flatMap((lane) => each.map((sample) => ({ lane, ...sample }))) });

    test("however many lanes wait for their turn, none is kept as it was read for longer than four days", async () => {
      const roundMs = lanes.length * HOUR; // each turn of a lane comes four times later than it could fold
      for (let hour = 1; hour <= 7 * 24; hour++) {
        now = NOON + hour * HOUR;
        await keepOfAll(aSample(now - HOUR / 2, { sentItems: 1 }), aSample(now, { sentItems: 1 }));
        await ledger.keeper.thin(now, noTime);
        expect(now - ((await ledger.oldestRaw()) ?? now)).toBeLessThanOrEqual(4 * DAY + roundMs);
      }
      for (const lane of lanes) {
        const all = await ledger.history.samples(lane, { from: NOON, to: now }, 1_000);
        expect(all.reduce((sum, { sentItems }) => sum + sentItems, 0)).toBe(2 * 7 * 24);
      }
    });

    test("a step goes on from lane to lane while there is time, once around at most", async () => {
      const halfHours = Array.from({ length: 2 * 24 }, (_, n) => aSample(NOON + n * 30 * MINUTE));
      await keepOfAll(...halfHours);
      now = NOON + 3 * DAY + 2 * HOUR;
      let looks = 0;
      await ledger.keeper.thin(now, () => ++looks < 5);
      expect(await ledger.oldestRaw()).toBe(NOON);
      await ledger.keeper.thin(now, () => true);
      expect(await ledger.oldestRaw()).toBeNull();
      expect(await ledger.rows()).toBe(lanes.length * halfHours.length);
    });
  });

  describe("states", () => {
    const into = (at: number, state: "FinalState" | "ErrorState", more: object = {}): StateChange => ({
      lane: LANE,
      side: "export",
      untilAt: at,
      next: {
        at,
        state,
        reason: state === "ErrorState" ? "disk-full" : null,
        sentence: null,
        path: null,
        isNotable: state === "ErrorState",
        ...more,
      },
    });
    const states = async (from = 0, to = EVER.to) =>
      (await ledger.history.states(LANE, "export", { from, to }, 100)).map(
        ({ state, fromAt, untilAt }) => `${state} ${fromAt - NOON} ${untilAt === null ? "now" : untilAt - NOON}`,
      );

    test("follow each other, and what is not known any more ends without a next", async () => {
      await say({ changes: [into(NOON, "FinalState")] });
      await say({ changes: [into(NOON + 10, "ErrorState", { sentence: "The disk is full.", path: "/srv" })] });
      expect(await states()).toEqual(["FinalState 0 10", "ErrorState 10 now"]);
      await say({ changes: [{ lane: LANE, side: "export", untilAt: NOON + 15, next: null }] });
      expect(await states()).toEqual(["FinalState 0 10", "ErrorState 10 15"]);
      expect(await states(NOON + 11)).toEqual(["ErrorState 10 15"]);
      expect(await states(0, NOON + 5)).toEqual(["FinalState 0 10"]);
      const [memory] = await ledger.keeper.memory();
      expect(memory).toMatchObject({ lane: LANE, states: { export: "ErrorState", import: null } });
    });

    test("what a run left open held until its last beat, as far as anybody knows", async () => {
      await say({ changes: [into(NOON, "FinalState")] });
      await say({}, "run-1", NOON + 40);
      await say({ begins: { runId: "run-2", machine: "fe1", at: NOON + 90 } }, "run-2", NOON + 90);
      expect(await states()).toEqual(["FinalState 0 40"]);
    });

    test("calm ones are forgotten after thirty days, others after two years", async () => {
      for (let n = 0; n < 120; n++) await say({ changes: [into(NOON + n, n % 2 === 0 ? "FinalState" : "ErrorState")] });
      now = NOON + 31 * DAY;
      await thinAll(1);
      expect((await states()).every((state) => state.startsWith("ErrorState"))).toBe(true);
      expect(await states()).toHaveLength(60);
      now = NOON + 731 * DAY;
      await thinAll(1);
      expect(await states()).toEqual([]);
    });
  });

  describe("cycles and packages", () => {
    const sent: PackageNote = {
      epoch: 3 as Epoch,
      seq: 1,
      items: 5,
      bytes: 70,
      publishedAt: NOON,
      ackedAt: null,
      returnedAt: null,
    };
    const cycle = {
      beganAt: NOON,
      endedAt: NOON + 9,
      items: 5,
      bytes: 70,
      packages: 1,
      end: "limit",
      code: null,
    } as const;
    const trail = (more: object) =>
      ledger.engine.say({
        beat: null,
        exports: [],
        imports: [],
        runs: [],
        trails: [{ lane: LANE, cycles: [], packages: [], ...more }],
      });

    test("a package is acked later, perhaps in another run that knows nothing of its publishing", async () => {
      await trail({ packages: [sent, { ...sent, seq: 2 }], cycles: [cycle] });
      await trail({ packages: [{ ...sent, publishedAt: null, ackedAt: NOON + 4 }] });
      await trail({ packages: [{ ...sent, seq: 2, publishedAt: null, returnedAt: NOON + 5 }] });
      expect(await ledger.history.packages(LANE, 9)).toEqual([
        { ...sent, seq: 2, returnedAt: NOON + 5 },
        { ...sent, ackedAt: NOON + 4 },
      ]);
      expect(await ledger.history.cycles(LANE, EVER, 9)).toEqual([cycle]);
      expect(await ledger.history.packages(BACK, 9)).toEqual([]);
    });

    test("no more are kept than people look at, however many there are", async () => {
      const many = Array.from({ length: 5_600 }, (_, n) => n + 1);
      await trail({
        packages: many.slice(0, 700).map((seq) => ({ ...sent, seq })),
        cycles: many.map((n) => ({ ...cycle, endedAt: NOON + n })),
      });
      await thinAll(1);
      expect((await ledger.history.packages(LANE, 9_999)).map(({ seq }) => seq)).toHaveLength(500);
      expect((await ledger.history.packages(LANE, 1))[0]?.seq).toBe(700);
      expect((await ledger.history.cycles(LANE, EVER, 9_999)).length).toBe(5_000);
    });
  });

  test("small charts come back as they were told last", async () => {
    await say({ samples: [{ lane: LANE, ...aSample(NOON) }], sparks: [{ lane: LANE, points: [[1, 2]] }] });
    await say({
      sparks: [
        {
          lane: LANE,
          points: [
            [1, 2],
            [2, 9],
          ],
        },
      ],
    });
    expect(await ledger.history.sparks()).toEqual([
      {
        lane: LANE,
        points: [
          [1, 2],
          [2, 9],
        ],
      },
    ]);
  });

  describe("the journal", () => {
    const ALL: JournalQuestion = {
      ...EVER,
      pool: null,
      module: null,
      exporter: null,
      kinds: JOURNAL_KINDS,
      after: null,
      limit: 100,
    };
    const told = (entry: JournalEntry) => {
      switch (entry.kind) {
        case "asked":
          return `asked ${entry.action}`;
        case "changed":
          return `changed ${entry.action} ${entry.subject}`;
        case "ran":
          return `ran ${entry.run.lane.module}`;
        case "failed":
          return entry.run === undefined ? `failed ${entry.span.lane.from}` : `failed ${entry.run.lane.module}`;
        case "state":
          return `state ${entry.span.state}`;
        case "engine":
          return `engine ${entry.machine}`;
      }
    };
    const journal = async (more: Partial<JournalQuestion> = {}) =>
      (await ledger.history.journal({ ...ALL, ...more }))?.entries.map(told);

    /** An engine starts, a sync of both modules is asked for and stopped, its halves end, and a lane fails and is well again. */
    async function aDay() {
      await say({ begins: { runId: "run-1", machine: "fe1", at: NOON } });
      now = NOON + 10;
      const asked = {
        what: "full-push",
        from: POOL_1,
        to: POOL_2,
        modules: [PRESENCE, DATA_CONF],
        detail: NO_DETAIL,
      } as const;
      const request = await ledger.doors.request(asked, anActor());
      now = NOON + 20;
      await ledger.doors.configure({ maxConcurrentCalls: 3 }, anActor());
      now = NOON + 25;
      await ledger.doors.cancel(request.id, anActor());
      const done = aRun(request, { phase: "done", end: "done", endedAt: NOON + 30 });
      const failed = {
        lane: { ...LANE, module: DATA_CONF },
        end: "failed",
        problem: "It is gone.",
        endedAt: NOON + 40,
      } as const;
      await ledger.engine.say({ beat: null, exports: [], imports: [], runs: [done, aRun(request, failed)] });
      const change = (
        at: number,
        state: "ErrorState" | "FinalState" | "SteadyState",
        isNotable: boolean,
      ): StateChange => ({
        lane: BACK,
        side: "export",
        untilAt: at,
        next: { at, state, reason: null, sentence: null, path: null, isNotable },
      });
      await say({ changes: [change(NOON + 45, "SteadyState", false)] });
      await say({ changes: [change(NOON + 50, "ErrorState", true)] });
      await say({ changes: [change(NOON + 60, "FinalState", true)] });
      return request;
    }

    test("is one story of who asked, what ran and what failed, the latest first", async () => {
      await aDay();
      expect(await journal()).toEqual([
        "state FinalState",
        `failed ${POOL_2}`,
        `failed ${DATA_CONF}`,
        `ran ${PRESENCE}`,
        "asked cancel",
        "changed configure Global",
        "asked full-push",
        "engine fe1",
      ]);
    });

    test("is narrowed by kind, time, pool, direction and module", async () => {
      await aDay();
      expect(await journal({ kinds: ["failed"] })).toEqual([`failed ${POOL_2}`, `failed ${DATA_CONF}`]);
      expect(await journal({ kinds: ["asked"] })).toEqual(["asked cancel", "asked full-push"]);
      expect(await journal({ kinds: ["ran"] })).toEqual([`ran ${PRESENCE}`]);
      expect(await journal({ kinds: ["changed"] })).toEqual(["changed configure Global"]);
      expect(await journal({ kinds: ["state"] })).toEqual(["state FinalState"]);
      expect(await journal({ from: NOON + 20, to: NOON + 40 })).toEqual([
        `failed ${DATA_CONF}`,
        `ran ${PRESENCE}`,
        "asked cancel",
      ]);
      expect(await journal({ pool: POOL_1, kinds: ["failed", "changed"] })).toEqual([
        `failed ${POOL_2}`,
        `failed ${DATA_CONF}`,
      ]);
      expect(await journal({ exporter: POOL_2 })).toEqual(["state FinalState", `failed ${POOL_2}`]);
      expect(await journal({ exporter: POOL_1, module: DATA_CONF })).toEqual([
        `failed ${DATA_CONF}`,
        "asked cancel",
        "asked full-push",
      ]);
      expect(await journal({ module: PRESENCE, kinds: ["ran", "failed"] })).toEqual([
        `failed ${POOL_2}`,
        `ran ${PRESENCE}`,
      ]);
    });

    test("what is done to a pool is found by its name", async () => {
      await ledger.doors.note({ action: "remove-standby", subject: POOL_1, after: null }, anActor());
      await ledger.doors.unpair({ a: POOL_1, b: POOL_2 }, anActor());
      await ledger.doors.note({ action: "remove-standby", subject: `x${POOL_1}`, after: null }, anActor());
      expect(await journal({ pool: POOL_1 })).toEqual([
        `changed unpair ${POOL_1} ${POOL_2}`,
        `changed remove-standby ${POOL_1}`,
      ]);
    });

    test("page by page it is the same story, whatever happened at one moment", async () => {
      await aDay();
      for (let n = 0; n < 5; n++) await ledger.doors.configure({ maxConcurrentCalls: n + 1 }, anActor());
      const whole = await ledger.history.journal(ALL);
      const pages = [];
      for (let after: string | null = null, first = true; first || after !== null; first = false) {
        const page = await ledger.history.journal({ ...ALL, after, limit: 2 });
        pages.push(...(page?.entries ?? []));
        after = page?.next ?? null;
      }
      expect(pages).toEqual(whole?.entries);
      expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
    });

    test("a page that nobody named is refused", async () => {
      const madeUp = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64url");
      for (const after of ["nonsense", ...["audit", "runs", "spans", "engine"].map((one) => madeUp([NOON, one, "1"]))])
        expect(await ledger.history.journal({ ...ALL, after }), after).toBeNull();
    });

    test("a lane's requests are those of the time, and those that still run", async () => {
      const request = await aDay();
      const of = async (from: number, to: number) =>
        (await ledger.history.requests(LANE, { from, to }, 9)).map((one) => one.request.id);
      expect(await of(NOON, NOON + HOUR)).toEqual([request.id]);
      expect(await of(NOON + 29, NOON + HOUR)).toEqual([request.id]);
      expect(await of(NOON + 31, NOON + HOUR)).toEqual([]);
      expect(await ledger.history.requests(BACK, EVER, 9)).toEqual([]);
    });
  });
}
