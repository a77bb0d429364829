import { census, countPairs, pairKind } from "#components/status/census.ts";
import { riskText } from "#components/status/concern.ts";
import { pairRisk } from "#components/status/pair-risk.ts";
import type { Pair } from "#components/status/snapshot.ts";

type Props = { readonly pairs: readonly Pair[]; readonly isAll: boolean };

/** What needs nobody tonight. */
export function RestCard({ pairs, isAll }: Props) {
  return (
    <section className="rounded-2xl border border-line bg-panel p-4">
      <h2 className="font-semibold text-lg leading-6">{title(pairs, isAll)}</h2>
      <p className="mt-1 text-soft">
        {census(countPairs(pairs))}
        {worst(pairs)}.
      </p>
    </section>
  );
}

function title(pairs: readonly Pair[], isAll: boolean): string {
  const isKnown = pairs.every((pair) => pairKind(pair) === "healthy");
  if (!isKnown) return isAll ? "Nothing is known to be wrong" : "Nothing else is known to be wrong";
  return isAll ? "Everything is fine" : "Everything else is fine";
}

function worst(pairs: readonly Pair[]): string {
  const risks = pairs.flatMap((pair) => pairRisk(pair) ?? []).sort((a, b) => b.seconds - a.seconds);
  const [most] = risks;
  if (most === undefined) return "";
  return most.seconds === 0 ? ", nothing at risk" : `, worst ${riskText(most)} at risk`;
}
