import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EngineBeat } from "#lib/domain/evidence.ts";
import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";
import { hear } from "#lib/domain/hearing.ts";
import { aBeat, HOUR, RUN_ID, SECOND } from "#lib/testkit/builders.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { engineEar } from "./engine-ear.ts";
import { listenToEngine } from "./listen-to-engine.ts";

/** An engine and a server on one machine, whose ledger holds the last beat. */
function world() {
  const clock = new FakeClock();
  const ear = engineEar(clock);
  let beat: EngineBeat | null = null;
  const read = () => ear.hear(beat, ear.ask());
  return {
    clock,
    ear,
    say: (more: Partial<EngineBeat> = {}) => {
      beat = aBeat(clock.now(), more);
    },
    beat: () => beat,
    read,
    isHeard: () => hear(beat, { running: true, runId: RUN_ID }, read()).fresh,
  };
}

describe("a beat that stands still is silence", () => {
  test("it ages from the last read that did not see it", () => {
    const { clock, say, read } = world();
    clock.travel(3 * SECOND);
    read();
    clock.travel(1 * SECOND);
    say();
    clock.travel(1 * SECOND);
    expect(read()).toBe(2 * SECOND);
    clock.travel(10 * SECOND);
    expect(read()).toBe(12 * SECOND);
  });

  test("whatever the wall clock is set to meanwhile", () => {
    for (const hand of [-HOUR, -20 * SECOND, -10 * SECOND, 0]) {
      const { clock, say, isHeard } = world();
      say();
      expect(isHeard()).toBe(true);
      clock.travel(UNHEARD_AFTER_MS + 1);
      clock.set(hand);
      expect(isHeard(), String(hand)).toBe(false);
    }
  });

  test("also for a server that itself stood still while it came: how old it is, is not known", () => {
    const { clock, say, isHeard } = world();
    isHeard();
    clock.travel(2 * SECOND);
    say();
    clock.travel(58 * SECOND);
    expect(isHeard()).toBe(false);
    clock.travel(1 * SECOND);
    say();
    expect(isHeard()).toBe(true);
  });

  test("also when the machine slept: only the wall clock saw that", () => {
    const { clock, say, isHeard } = world();
    say();
    isHeard();
    clock.set(HOUR);
    expect(isHeard()).toBe(false);
    say();
    expect(isHeard()).toBe(true);
  });

  test("a beat of before that comes back is as old as it is: reads may overtake each other", () => {
    const { clock, ear } = world();
    const [first, second] = [aBeat(1), aBeat(2)];
    ear.hear(first, ear.ask());
    clock.travel(9 * SECOND);
    const asked = ear.ask();
    clock.travel(1 * SECOND);
    ear.hear(second, ear.ask());
    expect(ear.hear(first, asked)).toBe(10 * SECOND);
    clock.travel(2 * SECOND);
    expect(ear.hear(second, ear.ask())).toBe(12 * SECOND);
  });
});

describe("a living engine is heard", () => {
  test("a clock that is set makes it unheard for no longer than until its next beat is read", () => {
    for (const hand of [-24 * HOUR, -10 * SECOND, 10 * SECOND, HOUR]) {
      const { clock, say, isHeard } = world();
      say();
      isHeard();
      clock.set(hand);
      clock.travel(1 * SECOND);
      isHeard();
      say();
      expect(isHeard(), String(hand)).toBe(true);
    }
  });
});

type Step =
  | { readonly is: "travel"; readonly ms: number }
  | { readonly is: "set"; readonly ms: number }
  | { readonly is: "say" | "read" };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant("travel" as const), ms: fc.integer({ min: 1, max: 20_000 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant("set" as const), ms: fc.integer({ min: -100_000, max: 100_000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant("say" as const) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant("read" as const) }) },
);

test("nothing that is heard is older than 15 s of real time, however the clock is set back and forth", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
      const { clock, say, isHeard } = world();
      let saidAt = Number.NEGATIVE_INFINITY;
      for (const step of steps) {
        if (step.is === "travel") clock.travel(step.ms);
        if (step.is === "set") clock.set(step.ms);
        if (step.is === "say") {
          say();
          saidAt = clock.elapsed();
        }
        if (isHeard()) expect(clock.elapsed() - saidAt).toBeLessThanOrEqual(UNHEARD_AFTER_MS);
      }
    }),
    { numRuns: 2000 },
  );
});

test("a server that reads every second hears an engine that beats every 5 s, but for the beat after a hand on the clock", () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: -200_000, max: 200_000 }), { nil: null, freq: 4 }), { maxLength: 60 }),
      (hands) => {
        const { clock, say, isHeard } = world();
        say();
        let setAt = Number.NEGATIVE_INFINITY;
        hands.forEach((hand, second) => {
          clock.travel(1 * SECOND);
          if (second % 5 === 0) say();
          if (hand !== null) {
            clock.set(hand);
            setAt = clock.elapsed();
          }
          const isQuiet = clock.elapsed() - setAt > 5 * SECOND;
          if (isHeard() === false) expect(isQuiet).toBe(false);
        });
      },
    ),
    { numRuns: 500 },
  );
});

describe("a server that nobody asks", () => {
  test("reads the beat by itself until it is closed, also past a ledger that fails", async () => {
    const { clock, ear, say, beat, read } = world();
    const closing = new AbortController();
    let reads = 0;
    const ledger = {
      beat: async () => {
        reads += 1;
        if (reads === 3) throw new Error("The database is locked.");
        if (reads % 5 === 1) say();
        if (reads === 40) closing.abort();
        return beat();
      },
    };
    await listenToEngine(ledger, ear, clock, closing.signal);
    expect(reads).toBe(40);
    expect(read()).toBeLessThanOrEqual(6 * SECOND);
  });
});
