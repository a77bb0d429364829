import fc from "fast-check";
import { expect, test } from "vitest";
import { readEvidence, statusQuestion } from "./commands/status-question.ts";
import { DEFAULT_CONFIGURATION } from "./domain/configuration.ts";
import { directionStatus } from "./domain/direction-status.ts";
import { isGreen } from "./domain/overall-state.ts";
import { MODULES } from "./modules/registry.ts";
import type { Evidence } from "./ports/ledger.ts";
import { engineEar } from "./service/engine-ear.ts";
import { aBeat, aWord, RUN_ID, SECOND } from "./testkit/builders.ts";
import { anExportReport, anImportReport, POOL_1, POOL_2, TWO_POOLS } from "./testkit/evidence.ts";
import { FakeClock } from "./testkit/fake-clock.ts";

// One machine whose clock is set back and forth while partner, engine and server live, stand still and go on.

type Step =
  | { readonly is: "travel" | "set"; readonly ms: number }
  /** The partner's word changes and is heard; the engine says what it knows; the server reads the beat by itself; somebody asks. */
  | { readonly is: "partner" | "engine" | "server" | "ask" };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant("travel" as const), ms: fc.integer({ min: 1, max: 9_000 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant("set" as const), ms: fc.integer({ min: -90_000, max: 90_000 }) }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      is: fc.constantFrom("partner" as const, "engine" as const, "server" as const, "ask" as const),
    }),
  },
);

function world() {
  const clock = new FakeClock();
  const ear = engineEar(clock);
  const heard = { partner: 0, engine: Number.NEGATIVE_INFINITY, told: Number.NEGATIVE_INFINITY };
  const base = { topology: TWO_POOLS, configuration: DEFAULT_CONFIGURATION, requests: [] };
  let evidence: Evidence = { ...base, beat: null, exports: [], imports: [] };
  const [module] = MODULES;
  if (module === undefined) throw new Error("There is no module.");
  const back = { from: POOL_2, to: POOL_1, module: module.name };

  /** The engine's word as of now: all is well, and the partner was heard when it was heard. */
  const say = () => {
    const at = clock.now();
    const partner = aWord(at - (clock.elapsed() - heard.partner));
    const imports = [anImportReport(at, { lane: back })];
    evidence = { ...base, beat: aBeat(at), exports: [anExportReport(at, { partner })], imports };
    Object.assign(heard, { engine: clock.elapsed(), told: heard.partner });
  };
  const ask = async () => {
    const ledger = { evidence: async () => evidence };
    const engine = { now: () => ({ running: true, runId: RUN_ID, since: 0, exits: 0 }) };
    const read = await readEvidence({ ledger, engine, ear, clock });
    return directionStatus(statusQuestion({ pools: new Set([POOL_1, POOL_2]) }, read, POOL_1, POOL_2, [module]));
  };
  return { clock, ear, heard, say, ask, listen: () => ear.hear(evidence.beat, ear.ask()) };
}

test("nothing green rests on evidence older than 15 s of real time, whatever clocks are set to", async () => {
  let greens = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 50 }), async (steps) => {
      const { clock, heard, say, ask, listen } = world();
      for (const step of steps) {
        if (step.is === "travel") clock.travel(step.ms);
        if (step.is === "set") clock.set(step.ms);
        if (step.is === "partner") heard.partner = clock.elapsed();
        if (step.is === "engine") say();
        if (step.is === "server") listen();
        if (step.is !== "ask") continue;
        const { Status, PartnerImports } = await ask();
        const [own] = Status.BackupModules;
        const [theirs] = PartnerImports;
        if (!own || !theirs) throw new Error("The module is not told.");
        const now = clock.elapsed();
        if (isGreen(own.ImportStatus)) expect(now - heard.engine).toBeLessThanOrEqual(15 * SECOND);
        for (const side of [isGreen(own.ExportStatus), isGreen(theirs.ImportStatus)])
          if (side) {
            greens += 1;
            expect(now - heard.engine).toBeLessThanOrEqual(15 * SECOND);
            expect(now - heard.told).toBeLessThanOrEqual(15 * SECOND);
          }
      }
    }),
    { numRuns: 1500 },
  );
  expect(greens, "a world in which nothing is ever green proves nothing").toBeGreaterThan(500);
});
