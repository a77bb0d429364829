import { PAIR_KINDS, type PairKind, pairKind, wantsAttention } from "#components/status/census.ts";
import type { Pair } from "#components/status/snapshot.ts";

/** What can be picked: everything, what wants a person, or one kind. */
export const SHOWN = ["all", "attention", ...PAIR_KINDS] as const;
export type Shown = (typeof SHOWN)[number];

/** Which pairs a reader wants to see. It lives in the address. */
export type PairsFilter = { readonly q: string; readonly show: Shown };

export const NO_FILTER: PairsFilter = { q: "", show: "all" };

type Params = { readonly get: (name: "q" | "show") => string | null | undefined };

const LONGEST = 200;

/** Reads what stands behind `?`; what it does not know is no filter. */
export function filterIn(params: Params): PairsFilter {
  const show = params.get("show");
  return { q: (params.get("q") ?? "").slice(0, LONGEST), show: SHOWN.find((one) => one === show) ?? "all" };
}

/** The page of pairs, so filtered. */
export function filterPath({ q, show }: PairsFilter): string {
  const params = new URLSearchParams();
  if (q.trim() !== "") params.set("q", q);
  if (show !== "all") params.set("show", show);
  return params.size === 0 ? "/" : `/?${params}`;
}

/** Every word must be in the name of one of the two pools. */
export function namesPair({ A, B }: Pick<Pair, "A" | "B">, q: string): boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => A.includes(word) || B.includes(word));
}

export function isShown(kind: PairKind, show: Shown): boolean {
  if (show === "all") return true;
  return show === "attention" ? wantsAttention(kind) : kind === show;
}

/** The pairs that fit, in their order. */
export function filtered<P extends Pair>(pairs: readonly P[], { q, show }: PairsFilter): readonly P[] {
  if (q.trim() === "" && show === "all") return pairs;
  return pairs.filter((pair) => namesPair(pair, q) && (show === "all" || isShown(pairKind(pair), show)));
}
