import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PairsView } from "#lib/commands/get-pairs.ts";
import { getPairs } from "#lib/commands/get-pairs.ts";
import { caughtUp } from "#lib/domain/feed.ts";
import { inStep } from "#lib/domain/in-step.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { direction, module, pair, partner } from "#lib/testkit/snapshot.ts";
import { LivePairs } from "./pairs-feed.ts";

const NOWHERE = "another.1";
/** So many that they are judged in three turns. */
const PAIRS = 230;
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe("over a real ledger", () => {
  let world: Console;
  beforeEach(async () => {
    world = await openConsole();
    await world.say();
  });
  afterEach(() => world.close());
  const feed = () => world.context().feed;

  test("who knows nothing, or knows another run, is told everything as it is now", async () => {
    for (const seq of ["", NOWHERE, "testrun.999", "testrun.x"]) {
      const { Whole, Changes, AgeMs } = await feed().since(seq);
      expect([Changes, AgeMs]).toEqual([undefined, 0]);
      expect(Whole).toMatchObject({ SyncInterval: "00:02:00", Pairs: [{ A: "pool1.pairkeeper.test" }] });
    }
  });

  test("a beat brings the moments of all evidence at once", async () => {
    const first = await feed().since("");
    world.clock.travel(5_000);
    await world.say();
    const next = await feed().since(first.Seq);
    expect(next.Seq).not.toBe(first.Seq);
    expect(Date.parse(next.SeenAt ?? "")).toBe(Date.parse(first.SeenAt ?? "") + 5_000);
    expect(next).not.toHaveProperty("Whole");
  });

  test("an engine that dies is told without a word of the ledger", async () => {
    const first = await feed().since("");
    world.runId = null;
    world.clock.travel(600);
    expect(JSON.stringify((await feed().since(first.Seq)).Changes)).toContain('"ExportStatus":"Unknown"');
  });

  test("what only time changes is told too: a beat that stands still", async () => {
    const first = await feed().since("");
    world.clock.travel(15_500);
    expect(JSON.stringify((await feed().since(first.Seq)).Changes)).toContain('"Reason":"engine-unheard"');
  });

  test("who asks is told how old the answer is", async () => {
    const { Seq, Now } = await feed().since("");
    world.clock.travel(400);
    expect(await feed().since(Seq)).toMatchObject({ Seq, Now, AgeMs: 400 });
    world.clock.travel(600);
    await world.say();
    const next = await feed().since(Seq);
    expect([next.AgeMs, next.Seq === Seq]).toEqual([0, false]);
    expect((await getPairs(world.context())).Now).toBe(next.Now);
  });
});

/** A feed over pairs that the test writes itself, on a clock that it moves. */
function feedOf(pairs: number) {
  const clock = new FakeClock();
  const world = {
    clock,
    version: 1,
    /** What this server itself wrote. */
    orders: 0,
    /** The pairs are read, and not told before this. */
    judging: Promise.resolve(),
    /** Which pair has something to send, and how much. */
    busy: 7,
    items: 0,
    looks: 0,
    isBroken: false,
    /** When the engine spoke last. */
    at: clock.now(),
    write: () => {
      world.version += 1;
      world.at = clock.now();
    },
  };
  const ago = (ms: number) => new Date(world.at - ms).toISOString();
  const modules = ["UserServices.PresenceFocus", "ConfServices.DataConf", "CentralMgmt.CMSMaster"];
  const row = (n: number, from: string, to: string) =>
    direction({
      from,
      to,
      modules: modules.map((Identity, place) =>
        module({
          Identity,
          AsOf: ago((n * 7 + place) % 900),
          LastFinalAt: ago((n * 7 + place) % 900),
          PendingItems: n === world.busy && place === 0 ? world.items : 0,
          NextCycleAt: new Date(clock.startedAt + 100_000).toISOString(),
          LastCycleAt: null,
          LastScanAt: null,
        }),
      ),
      partners: modules.map((Identity, place) => partner({ Identity, AsOf: ago(((n * 131 + place * 17) % 50) * 100) })),
    });
  const view = async () => {
    world.looks += 1;
    const Pairs = Array.from({ length: pairs }, (_, n) =>
      pair(row(n, `pool${n}a`, `pool${n}b`), row(n + pairs, `pool${n}b`, `pool${n}a`)),
    );
    const Now = new Date(clock.now()).toISOString();
    await world.judging;
    return { Now, SyncInterval: "00:02:00", Pairs } as unknown as PairsView;
  };
  const version = async () => {
    if (world.isBroken) throw new Error("disk");
    return { theirs: String(world.version), ours: String(world.orders) };
  };
  return { world, view, feed: new LivePairs({ clock, version, view, run: "k3x9fa2b" }) };
}

test("500 pairs: a beat costs at most 0.3 kB, one change at most 1.5 kB", async () => {
  const { world, feed } = feedOf(500);
  const first = await feed.since("");
  world.clock.travel(5_000);
  world.write();
  const beat = await feed.since(first.Seq);
  expect(beat.Seq).not.toBe(first.Seq);
  expect(bytes(beat)).toBeLessThanOrEqual(300);
  world.clock.travel(5_000);
  world.write();
  world.items = 12;
  const change = await feed.since(beat.Seq);
  expect(JSON.stringify(change)).toContain('"PendingItems":12');
  expect(bytes(change)).toBeLessThanOrEqual(1_500);
});

test("however many ask, the pairs are judged once for a change, and twice a second at most", async () => {
  const { world, feed } = feedOf(1);
  const { Seq } = await feed.since("");
  await Promise.all(Array.from({ length: 60 }, () => feed.since(Seq)));
  expect(world.looks).toBe(1);
  for (let change = 0; change < 20; change += 1) {
    world.write();
    world.clock.travel(100);
    await Promise.all([feed.since(Seq), feed.since(Seq)]);
  }
  expect(world.looks).toBe(5);
});

test("what this server accepted is in every answer from then on (D16), however lately it judged", async () => {
  const { world, feed } = feedOf(8);
  const { Seq } = await feed.since("");
  world.clock.travel(100);
  world.orders += 1;
  world.items = 12;
  world.clock.travel(50);
  expect(JSON.stringify(await feed.since(Seq))).toContain('"PendingItems":12');
});

test("who asks while the pairs are judged is answered by what begins then", async () => {
  const { world, feed } = feedOf(8);
  const { Seq } = await feed.since("");
  world.clock.travel(1_000);
  const gate = Promise.withResolvers<void>();
  world.judging = gate.promise;
  const early = feed.since(Seq);
  await turns(2);
  world.orders += 1;
  world.items = 12;
  const late = [feed.since(Seq), feed.since(""), feed.since("")];
  gate.resolve();
  expect(JSON.stringify(await early)).not.toContain('"PendingItems":12');
  for (const answer of await Promise.all(late)) expect(JSON.stringify(answer)).toContain('"PendingItems":12');
  expect(world.looks, "one for all who waited").toBe(3);
});

test("hundreds of pairs are judged in turns, and told as if it had been all at once", async () => {
  const change = fc.record({ pair: fc.nat(PAIRS - 1), items: fc.nat(3), ms: fc.nat(20_000), asks: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (history) => {
      const { world, view, feed } = feedOf(PAIRS);
      let kept = caughtUp(null, await feed.since(""));
      for (const { pair, items, ms, asks } of history) {
        world.busy = pair;
        world.items = items;
        world.clock.travel(ms);
        world.write();
        world.orders += 1;
        if (asks) kept = caughtUp(kept, await feed.since(kept.Seq));
      }
      kept = caughtUp(kept, await feed.since(kept.Seq));
      const { Now, SyncInterval, Pairs } = await view();
      const { told, moments } = inStep({ SyncInterval, Pairs }, Now);
      expect(kept).toMatchObject({ Now, ...moments });
      expect(kept.told).toEqual(JSON.parse(JSON.stringify(told)));
    }),
    { numRuns: 6 },
  );
});

test("others have their turn while hundreds of pairs are judged", async () => {
  const { feed } = feedOf(PAIRS);
  let isOver = false;
  const answer = feed.since("").finally(() => {
    isOver = true;
  });
  let had = 0;
  for (; !isOver; had += 1) await turns(1);
  await answer;
  expect(had).toBeGreaterThan(PAIRS / 100);
});

test("however long a judgement takes, the next one may begin 3 s after it began", async () => {
  const { world, feed } = feedOf(1);
  const { Seq } = await feed.since("");
  const gate = Promise.withResolvers<void>();
  world.judging = gate.promise;
  world.clock.travel(1_000);
  const slow = feed.since(Seq);
  await turns(2);
  world.clock.travel(2_000);
  gate.resolve();
  await slow;
  world.busy = 0;
  world.items = 12;
  world.write();
  world.clock.travel(999);
  expect(JSON.stringify(await feed.since(Seq))).not.toContain('"PendingItems":12');
  world.clock.travel(1);
  expect(JSON.stringify(await feed.since(Seq))).toContain('"PendingItems":12');
});

/** Lets whoever listens have as many turns as fit into so much time. */
async function untilAfter(world: { readonly clock: FakeClock }, ms: number): Promise<void> {
  const end = world.clock.elapsed() + ms;
  while (world.clock.elapsed() < end) await new Promise((resolve) => setImmediate(resolve));
}

test("who listens is told of each change soon, of nothing now and then, and that it was the last word", async () => {
  const { world, feed } = feedOf(1);
  const told: { seq: string | null; at: number }[] = [];
  const unfollow = feed.follow((seq) => told.push({ seq, at: world.clock.elapsed() }));
  await untilAfter(world, 1_000);
  expect(told).toHaveLength(1);
  const changedAt = world.clock.elapsed();
  world.write();
  await untilAfter(world, 1_000);
  expect(told).toHaveLength(2);
  expect((told[1]?.at ?? 0) - changedAt).toBeLessThanOrEqual(1_000);
  await untilAfter(world, 9_000);
  expect(told.length, "the same again every 4 s").toBe(4);
  expect(new Set(told.map(({ seq }) => seq)).size).toBe(2);
  feed.close();
  expect(told.at(-1)?.seq).toBeNull();
  unfollow();
});

test("who sees some pairs alone is told when these change, not when others do, and hears something now and then", async () => {
  const { world, feed } = feedOf(2);
  world.busy = 0;
  const heardOf = (pool: string) => {
    const told: { seq: string | null; at: number }[] = [];
    feed.within([pool as PoolFqdn]).follow((seq) => told.push({ seq, at: world.clock.elapsed() }));
    return told;
  };
  const [own, others] = [heardOf("pool0a.example.test"), heardOf("pool1a.example.test")];
  for (let round = 0; round < 5; round += 1) {
    await untilAfter(world, 1_500);
    world.items += 1;
    world.orders += 1;
  }
  await untilAfter(world, 1_500);
  expect([own, others].map((told) => new Set(told.map(({ seq }) => seq)).size)).toEqual([6, 1]);
  const gaps = others.slice(1).map(({ at }, n) => at - (others[n]?.at ?? 0));
  expect(gaps.length).toBeGreaterThan(0);
  expect(Math.max(...gaps)).toBeLessThan(5_000);
  feed.close();
  expect([own.at(-1)?.seq, others.at(-1)?.seq]).toEqual([null, null]);
});

test("nobody listens, nothing is looked at", async () => {
  const { world, feed } = feedOf(1);
  const unfollow = feed.follow(() => {});
  await untilAfter(world, 1_000);
  unfollow();
  await turns(5);
  const { looks, clock } = world;
  const at = clock.elapsed();
  await turns(20);
  expect([world.looks, clock.elapsed()]).toEqual([looks, at]);
});

test("a ledger that cannot be read is silence and no end", async () => {
  const { world, feed } = feedOf(1);
  const told: (string | null)[] = [];
  world.isBroken = true;
  feed.follow((seq) => told.push(seq));
  await untilAfter(world, 6_000);
  expect(told).toEqual([]);
  await expect(feed.since("")).rejects.toThrow("disk");
  world.isBroken = false;
  await untilAfter(world, 1_000);
  expect(told).toEqual(["k3x9fa2b.1"]);
  feed.close();
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
