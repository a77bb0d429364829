import { directionConcern, type Risk, riskOf } from "./concern.ts";
import type { Direction } from "./snapshot.ts";

/** What a pair has at risk in its worst direction; a lower bound while one direction is not known, or not heard of. */
export function pairRisk({ Directions }: { readonly Directions: readonly Direction[] }): Risk | null {
  const known = Directions.flatMap((direction) => riskOf(direction) ?? []);
  const seconds = Math.max(0, ...known.map((risk) => risk.seconds));
  const isBlind = known.length < Directions.length || Directions.some((one) => directionConcern(one) === "unheard");
  const atLeast = isBlind || known.some((risk) => risk.atLeast && risk.seconds === seconds);
  return atLeast && seconds === 0 ? null : { seconds, atLeast };
}
