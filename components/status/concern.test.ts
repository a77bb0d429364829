import { expect, test } from "vitest";
import { direction, module, partner } from "#lib/testkit/snapshot.ts";
import { directionConcern, riskOf, riskText, TARGET_SECONDS, worstFirst } from "./concern.ts";
import { pairRisk } from "./pair-risk.ts";

const syncing = module({ ExportStatus: "NonSteadyState", Reason: "request-runs" });
const behind = module({ ExportStatus: "NonSteadyState", Reason: "limit-reached" });
const refused = module({ ExportStatus: "SteadyState", Reason: "quarantined", QuarantinedItems: 1 });
const failed = module({ ExportStatus: "ErrorState" });

test("a direction is as bad as its worst export or the partner's worst import", () => {
  expect(directionConcern(direction())).toBe("equal");
  expect(directionConcern(direction({ modules: [module(), behind] }))).toBe("behind");
  expect(directionConcern(direction({ modules: [module(), refused] }))).toBe("refused");
  expect(directionConcern(direction({ modules: [behind, refused] }))).toBe("behind");
  expect(directionConcern(direction({ modules: [module({ ...refused, ExportStatus: "Unknown" })] }))).toBe("unheard");
  expect(directionConcern(direction({ partners: [partner({ ImportStatus: "Unknown" })] }))).toBe("unheard");
  expect(directionConcern(direction({ partners: [partner({ ImportStatus: "ErrorState" })] }))).toBe("failed");
});

test("worst first, but a row that is being synced stays where it is", () => {
  const one = direction();
  const other = (first: typeof behind) => direction({ from: "pool2", to: "pool1", modules: [first] });
  expect(worstFirst([one, other(behind)])[0]?.From).toContain("pool2");
  expect(worstFirst([one, other(syncing)])[0]?.From).toContain("pool1");
});

test("nothing seen is not nothing at risk", () => {
  expect(riskOf(direction({ modules: [module({ SecondsAtRisk: null })] }))).toBeNull();
  expect(riskOf(direction({ modules: [module({ ExportStatus: "NotInitialized" })] }))).toBeNull();
  expect(riskOf(direction({ modules: [failed] }))).toBeNull();
  expect(riskOf(direction())).toEqual({ seconds: 0, atLeast: false });
});

test("the oldest of all modules counts, and is a lower bound while one of them is blind", () => {
  const risk = riskOf(direction({ modules: [module(), { ...failed, SecondsAtRisk: 228 }] }));
  expect(risk && riskText(risk)).toBe("≥ 3 min 48 s");
});

test("what waits beyond the target is told though of another module nobody knows what the partner lacks", () => {
  const asking = module({ ExportStatus: "NonSteadyState", Reason: "request-runs", SecondsAtRisk: null });
  const late = (SecondsAtRisk: number) => direction({ modules: [module({ SecondsAtRisk }), asking] });
  expect(riskOf(late(TARGET_SECONDS + 1))).toEqual({ seconds: TARGET_SECONDS + 1, atLeast: true });
  expect(riskOf(late(TARGET_SECONDS))).toBeNull();
});

test("while one of them is blind, what comes and goes with the cycles of the others makes no figure come and go", () => {
  const busy = (SecondsAtRisk: number) => module({ ExportStatus: "SteadyState", SecondsAtRisk });
  for (const age of [0, 3, 22, TARGET_SECONDS]) expect(riskOf(direction({ modules: [busy(age), failed] }))).toBeNull();
  expect(riskOf(direction({ modules: [busy(TARGET_SECONDS + 1), failed] }))).toEqual({
    seconds: TARGET_SECONDS + 1,
    atLeast: true,
  });
  const both = (age: number) => ({
    Directions: [direction({ modules: [failed] }), direction({ from: "pool2", to: "pool1", modules: [busy(age)] })],
  });
  for (const age of [0, 3, 22]) expect(pairRisk(both(age))).toBeNull();
  expect(pairRisk(both(TARGET_SECONDS + 1))).toEqual({ seconds: TARGET_SECONDS + 1, atLeast: true });
});
