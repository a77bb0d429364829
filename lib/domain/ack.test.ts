import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aFlight, aRef } from "#lib/testkit/builders.ts";
import { type AckVerdict, type Flight, judgeAck } from "./ack.ts";
import type { PackageRef } from "./package.ts";

const FLIGHTS = [aFlight(4, 1), aFlight(4, 2), aFlight(4, 3)];
const cleared = (verdict: AckVerdict<Flight>) => (verdict.is === "clears" ? verdict.flights.map((f) => f.seq) : []);

describe("an ack stands for the packages 1..n of its epoch", () => {
  test.each<[sentence: string, applied: PackageRef, seqs: number[]]>([
    ["the first clears itself", aRef(4, 1), [1]],
    ["the second clears the first too: its own ack was never read", aRef(4, 2), [1, 2]],
    ["the last clears all", aRef(4, 3), [1, 2, 3]],
  ])("%s", (_sentence, applied, seqs) => {
    expect(cleared(judgeAck({ applied }, FLIGHTS))).toEqual(seqs);
  });

  test("a later ack clears what is left, and only that", () => {
    expect(cleared(judgeAck({ applied: aRef(4, 3) }, FLIGHTS.slice(2)))).toEqual([3]);
  });

  test("flights of another epoch stay, whatever their number (DOMAIN 10 no. 5)", () => {
    const flights = [aFlight(3, 1), aFlight(4, 1), aFlight(5, 1)];
    expect(judgeAck({ applied: aRef(4, 1) }, flights)).toEqual({ is: "clears", flights: [aFlight(4, 1)] });
  });
});

test.each<[sentence: string, applied: PackageRef | null, flights: Flight[]]>([
  ["before the first import", null, FLIGHTS],
  ["twice: it finds nothing to clear", aRef(4, 3), []],
  ["late, after a newer one cleared its packages", aRef(4, 1), [aFlight(4, 2), aFlight(4, 3)]],
  ["of an epoch that was given up", aRef(3, 2), FLIGHTS],
  ["of a higher epoch than ours", aRef(9, 1), FLIGHTS],
  ["of a number that was never sent", aRef(4, 4), FLIGHTS],
])("an ack %s says nothing", (_sentence, applied, flights) => {
  expect(judgeAck({ applied }, flights)).toEqual({ is: "says-nothing" });
});

test("an ack of our number with another hash is foreign and clears nothing, not even what lies before it", () => {
  const applied = aRef(4, 2, "hash-of-a-stranger");
  expect(judgeAck({ applied }, FLIGHTS)).toEqual({ is: "foreign", flight: aFlight(4, 2) });
});

const small = fc.integer({ min: 1, max: 4 });
const anyFlights = fc.uniqueArray(
  fc.tuple(small, small).map(([epoch, seq]) => aFlight(epoch, seq)),
  { selector: (flight) => `${flight.epoch}-${flight.seq}`, maxLength: 10 },
);
const anyApplied = fc.option(
  fc
    .tuple(small, small, fc.boolean())
    .map(([epoch, seq, isOurs]) => (isOurs ? aRef(epoch, seq) : aRef(epoch, seq, "hash-of-a-stranger"))),
  { nil: null, freq: 10 },
);

/** L1 and L3 with a list of names crossed off one by one. */
function twin(applied: PackageRef | null, flights: readonly Flight[]): { is: string; names: string[] } {
  const recorded = new Map(flights.map((flight) => [`${flight.epoch}-${flight.seq}`, String(flight.hash)]));
  const hash = applied && recorded.get(`${applied.epoch}-${applied.seq}`);
  if (!applied || !hash) return { is: "says-nothing", names: [] };
  if (hash !== applied.hash) return { is: "foreign", names: [`${applied.epoch}-${applied.seq}`] };
  const names: string[] = [];
  for (let n = 1; n <= applied.seq; n++) if (recorded.has(`${applied.epoch}-${n}`)) names.push(`${applied.epoch}-${n}`);
  return { is: "clears", names };
}

const named = (flight: Flight) => `${flight.epoch}-${flight.seq}`;

test("the verdict agrees with its twin on any ack and any flights", () => {
  fc.assert(
    fc.property(anyApplied, anyFlights, (applied, flights) => {
      const verdict = judgeAck({ applied }, flights);
      const expected = twin(applied, flights);
      expect(verdict.is).toBe(expected.is);
      if (verdict.is === "clears") expect(verdict.flights.map(named).sort()).toEqual(expected.names);
      if (verdict.is === "foreign") expect([named(verdict.flight)]).toEqual(expected.names);
    }),
    { numRuns: 2000 },
  );
});

test("the same ack again never clears anything more (DOMAIN 10 no. 5)", () => {
  fc.assert(
    fc.property(anyApplied, anyFlights, (applied, flights) => {
      const verdict = judgeAck({ applied }, flights);
      if (verdict.is !== "clears") return;
      const left = flights.filter((flight) => !verdict.flights.includes(flight));
      expect(judgeAck({ applied }, left)).toEqual({ is: "says-nothing" });
    }),
  );
});
