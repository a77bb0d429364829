import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { DirectionLoss } from "#lib/domain/direction-loss.ts";
import { REASONS } from "#lib/domain/reasons.ts";
import { aLoss, direction, module, pair, seconds, snapshot } from "#lib/testkit/snapshot.ts";
import { ProblemCard } from "./problem-card.tsx";
import { problemsOf } from "./problems.ts";

const DOOR = { sync: async () => null, lift: async () => null, maySync: true, mayLift: true, pools: "all" } as const;

/** The card of a direction that falls behind, as the server writes it. */
function card(loss: Partial<DirectionLoss>): string {
  const behind = module({ ExportStatus: "NonSteadyState", Reason: "limit-reached", SecondsAtRisk: 90 });
  const told = snapshot(pair(direction({ modules: [behind], loss: aLoss(loss) })));
  const [problem] = problemsOf(told, true, (reason) => REASONS[reason]);
  if (problem === undefined) throw new Error("there is no problem");
  return renderToStaticMarkup(<ProblemCard problem={problem} door={DOOR} />);
}
const asOf = (html: string) => [...html.matchAll(/As of <time dateTime="([^"]+)"/g)].map(([, at]) => at);

test("what would be lost says as of when it was counted, by the oldest of its moments, and once", () => {
  const since = seconds(-90);
  expect(asOf(card({ Users: 2, Since: since, AsOf: seconds(-3), FilesAsOf: seconds(-60) }))).toEqual([seconds(-60)]);
  expect(asOf(card({ Users: 2, Since: since, AsOf: seconds(-3), FilesAsOf: null }))).toEqual([seconds(-3)]);
});

test("where nothing would be lost there is nothing to say, and a moment of nothing is none", () => {
  expect(card({})).not.toContain("would be lost");
  expect(asOf(card({}))).toEqual([]);
  expect(asOf(card({ Users: 2, Is: "AtLeast", Why: "look-old", AsOf: null, FilesAsOf: null }))).toEqual([]);
});
