import { sql } from "kysely";
import { expect, test } from "vitest";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { aBeat, aPackage, NOON } from "#lib/testkit/builders.ts";
import { anActor, aRun, LANE, POOL_1, POOL_2, PRESENCE, TWO_POOLS } from "#lib/testkit/evidence.ts";
import { aSample } from "#lib/testkit/samples.ts";
import { openTempLedger } from "#lib/testkit/temp-ledger.ts";

const DAY = 86_400_000;
const YEAR = 365 * DAY;
const STEP = 40 * DAY;
const TABLES = ["samples", "spans", "cycles", "packages", "requests", "runs", "engine_runs", "lanes", "lifts"] as const;

test("over five years the ledger grows no further: what happened, ran and was asked for is forgotten in time", async () => {
  let now = NOON;
  const { ledger, remove } = await openTempLedger({ now: () => now });
  const asked = { what: "delta", from: POOL_1, to: POOL_2, modules: [PRESENCE], detail: NO_DETAIL } as const;
  const count = async (table: (typeof TABLES)[number]) =>
    (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(ledger.database)).rows[0]?.n ?? 0;
  const sizes = async () => Object.fromEntries(await Promise.all(TABLES.map(async (one) => [one, await count(one)])));
  let seq = 0;
  const open = await (async () => {
    await ledger.topology.found(TWO_POOLS, []);
    return ledger.doors.request({ ...asked, what: "full-push" }, anActor()); // never ends
  })();

  /** Forty days: the service was started, people asked, the lane fell ill and was well again. */
  const live = async () => {
    now += STEP;
    const at = (n: number) => now - STEP + n * (STEP / 40);
    const runs = [];
    for (let n = 0; n < 4; n++) {
      const request = await ledger.doors.request(asked, anActor());
      runs.push(aRun(request, { phase: "done", at: at(n), endedAt: at(n), end: "done" }));
      await ledger.engine.say({ beat: null, exports: [], imports: [], runs: runs.splice(0) });
    }
    const packages = Array.from({ length: 40 }, (_, n) => ({
      ...aPackage(1, ++seq),
      items: 1,
      bytes: 9,
      publishedAt: at(n),
      ackedAt: at(n),
      returnedAt: null,
    }));
    const cycles = packages.map(({ publishedAt }) => {
      const amount = { items: 1, bytes: 9, packages: 1 };
      return { beganAt: publishedAt, endedAt: publishedAt + 1, ...amount, end: "through" as const, code: null };
    });
    const face = { reason: null, sentence: null, path: null };
    const changes = Array.from({ length: 20 }, (_, n) => {
      const state = n % 2 === 0 ? ("SteadyState" as const) : ("FinalState" as const);
      const next = { ...face, state, at: at(2 * n), isNotable: n % 5 === 0 };
      return { lane: LANE, side: "export" as const, untilAt: at(2 * n), next };
    });
    const samples = Array.from({ length: 40 }, (_, n) => ({ lane: LANE, ...aSample(at(0) + n * 120_000) }));
    await ledger.engine.say({
      beat: aBeat(now),
      exports: [],
      imports: [],
      runs: [],
      trails: [{ lane: LANE, cycles, packages }],
      seen: { begins: { runId: `run at ${now}`, machine: "m", at: now }, samples, changes, sparks: [] },
    });
    for (let turn = 0; turn < 2; turn++) await ledger.keeper.thin(now + turn * 3_600_001, () => true);
  };

  const after = async (years: number) => {
    while (now < NOON + years * YEAR) await live();
    return sizes();
  };
  const third = await after(3);
  const fifth = await after(5);
  for (const table of TABLES)
    expect([table, fifth[table]]).toEqual([table, expect.toSatisfy((n) => n <= (third[table] ?? 0) * 1.1 + 20)]);
  expect(fifth.requests).toBeGreaterThan(50);
  expect((await ledger.doors.requestById(open.id))?.request.id, "what is open is never forgotten").toBe(open.id);
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER, pool: null, module: null, exporter: null, after: null };
  const journal = await ledger.history.journal({ ...all, kinds: ["asked"], limit: 1_000 });
  expect(journal?.entries.every(({ at, kind }) => kind === "asked" && (at > now - 2.1 * YEAR || at === NOON))).toBe(
    true,
  );
  await remove();
});
