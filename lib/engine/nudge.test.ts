import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineLedger } from "#lib/ports/ledger.ts";
import { LANE } from "#lib/testkit/evidence.ts";
import { Engine } from "./engine.ts";
import { idleExport, idleImport } from "./idle-lane.ts";

const OTHER: Lane = { ...LANE, from: LANE.to, to: LANE.from };

/** It stands still: who rests is woken, or told to stop. */
const clock: Clock = {
  now: () => 0,
  elapsed: () => 0,
  sleep: (_ms, signal) =>
    signal?.aborted
      ? Promise.resolve()
      : new Promise((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true })),
};

test("who is told that something came for it looks at once, and nobody else", async () => {
  const seen: string[] = [];
  const parts = { role: "none", runId: "run", clock } as const;
  const exports = [LANE, OTHER].map((lane) => ({
    ...idleExport({ ...parts, lane }),
    listen: async () => {
      seen.push(`export to ${lane.to}`);
    },
  }));
  const imports = [LANE, OTHER].map((lane) => ({
    ...idleImport({ ...parts, lane }),
    turn: async () => {
      seen.push(`import of ${lane.from}`);
      return false;
    },
  }));
  const ledger = {
    configuration: async () => DEFAULT_CONFIGURATION,
    openRequests: async () => [],
    lifts: async () => [],
    say: async () => {},
  } as unknown as EngineLedger;
  const engine = new Engine(
    {
      runId: "run",
      machine: "test",
      clock,
      ledger,
      exports,
      imports,
      versions: () => "",
      publish: async () => {},
      log: () => {},
    },
    DEFAULT_CONFIGURATION,
  );
  const running = engine.run();
  const news = async () => {
    for (let i = 0; i < 10; i++) await turn();
    return seen.splice(0);
  };
  expect(await news()).toContain(`import of ${LANE.from}`);
  expect(await news()).toEqual([]);
  engine.nudge("import", LANE);
  expect(await news()).toEqual([`import of ${LANE.from}`]);
  engine.nudge("export", OTHER);
  expect(await news()).toEqual([`export to ${OTHER.to}`]);
  engine.stop();
  await running;
});
