import { loudestFirst, pairKind, wantsAttention } from "#components/status/census.ts";
import { worstFirst } from "#components/status/concern.ts";
import type { Direction, Pair } from "#components/status/snapshot.ts";

/** Where a pair stands, by the name of its first pool; whether it stands there open; which of its directions comes first. */
export type Place = { readonly A: string; readonly isOpen: boolean; readonly first: string | null };

/** So many that want a person are open; more would hide each other. */
const MOST_OPEN = 12;
/** So few pairs are open though all is well. */
const FEW = 2;

/** Worst first; open are those that want a person, all others are one row each. */
export function arranged(pairs: readonly Pair[]): readonly Place[] {
  const isFew = pairs.length <= FEW;
  return loudestFirst(pairs).map((pair, place) => ({
    A: pair.A,
    isOpen: isFew || (place < MOST_OPEN && wantsAttention(pairKind(pair))),
    first: worstFirst(pair.Directions)[0]?.From ?? null,
  }));
}

/** The pairs in their places; who has none yet stands at the end. */
export function inPlace(
  pairs: readonly Pair[],
  places: readonly Place[],
): readonly (Place & { readonly pair: Pair })[] {
  const known = new Map(pairs.map((pair) => [pair.A as string, pair]));
  const placed = places.flatMap((place) => {
    const pair = known.get(place.A);
    known.delete(place.A);
    return pair === undefined ? [] : [{ ...place, pair: turned(pair, place.first) }];
  });
  return [...placed, ...[...known.values()].map((pair) => ({ A: pair.A, isOpen: false, first: null, pair }))];
}

/** The pair with this direction first. */
function turned(pair: Pair, first: string | null): Pair {
  if (first === null || pair.Directions[0]?.From === first) return pair;
  const isFirst = ({ From }: Direction) => From === first;
  const others = pair.Directions.filter((direction) => !isFirst(direction));
  return { ...pair, Directions: [...pair.Directions.filter(isFirst), ...others] };
}

export function isSameArrangement(a: readonly Place[], b: readonly Place[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, place) => {
      const other = b[place];
      return one.A === other?.A && one.isOpen === other.isOpen && one.first === other.first;
    })
  );
}
