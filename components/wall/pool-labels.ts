import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";

/** What each pool is called where there is little room: its short name without what all names share, and never one name for two. */
export function poolLabels(pools: readonly PoolFqdn[]): ReadonlyMap<PoolFqdn, string> {
  const names = unique(pools);
  const all = [...new Set(names.values())].map((name) => name.split("-"));
  const head = shared(all);
  const tail = shared(all.map((parts) => parts.slice(head).reverse()));
  const own = (name: string) => name.split("-").slice(head);
  return new Map(
    [...names].map(([pool, name]) => [
      pool,
      own(name)
        .slice(0, own(name).length - tail)
        .join("-"),
    ]),
  );
}

/** As many parts of each name as it takes to tell it from every other. */
function unique(pools: readonly PoolFqdn[]): ReadonlyMap<PoolFqdn, string> {
  const short = pools.map(shortName);
  const isTaken = new Set(short.filter((name, place) => short.indexOf(name) !== place));
  return new Map(pools.map((pool, place) => [pool, isTaken.has(short[place] ?? "") ? pool : (short[place] ?? pool)]));
}

/** How many parts in front all of them share; whole parts only, and each keeps one of its own. */
function shared(all: readonly (readonly string[])[]): number {
  const [first, ...rest] = all;
  if (first === undefined || rest.length === 0) return 0;
  const most = Math.min(...all.map((parts) => parts.length)) - 1;
  const differs = first.findIndex((part, place) => rest.some((parts) => parts[place] !== part));
  return Math.max(0, Math.min(most, differs === -1 ? first.length : differs));
}

/** How wide letters of the house's font are, in ems; the others are about as wide as a digit. */
const WIDTHS: readonly (readonly [letters: RegExp, ems: number])[] = [
  [/[.,:il|jI]/, 0.3],
  [/[-ftr]/, 0.42],
  [/[mwMW]/, 0.93],
  [/[A-Z…]/, 0.76],
];
const DIGIT = 0.64;

/** About how wide a name is, in ems; rather too wide. */
export function widthOf(name: string): number {
  return [...name].reduce((sum, letter) => sum + (WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? DIGIT), 0);
}

/** A name within so many ems: what makes names differ is mostly at their ends, so letters from its middle go. */
export function fitted(name: string, ems: number): string {
  for (let kept = name.length; kept > 2; kept -= 1) {
    const head = Math.ceil(kept / 2);
    const shown = kept === name.length ? name : `${name.slice(0, head)}…${name.slice(name.length - kept + head)}`;
    if (widthOf(shown) <= ems) return shown;
  }
  return `${name.slice(0, 1)}…${name.slice(-1)}`;
}
