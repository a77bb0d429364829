import { directionConcern, leastRisk, type Risk, riskOf } from "./concern.ts";
import type { Direction } from "./snapshot.ts";

/** What a pair has at risk in its worst direction; a lower bound while one direction is not known, or not heard of. */
export function pairRisk({ Directions }: { readonly Directions: readonly Direction[] }): Risk | null {
  const risks = Directions.map((direction) => ({ direction, risk: riskOf(direction) }));
  const known = risks.flatMap(({ risk }) => risk ?? []);
  const seconds = Math.max(0, ...known.map((risk) => risk.seconds));
  const isUnheard = (direction: Direction) => directionConcern(direction) === "unheard";
  const blind = risks.filter(({ direction, risk }) => risk === null || risk.atLeast || isUnheard(direction));
  if (blind.length === 0) return { seconds, atLeast: false };
  return leastRisk(
    blind.map(({ risk }) => risk?.seconds ?? 0),
    seconds,
  );
}
