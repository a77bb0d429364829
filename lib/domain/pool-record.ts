import type { PoolFqdn } from "./pool.ts";

/** Editions do not mix within a pair (DOMAIN 5): the vendor warns, and so do we. */
export const EDITIONS = ["Standard", "Enterprise"] as const;
export type Edition = (typeof EDITIONS)[number];

/** A pool as the deployment knows it. */
export type PoolRecord = {
  readonly pool: PoolFqdn;
  /** Where it stands; empty when nobody said. */
  readonly site: string;
  readonly edition: Edition;
  /** Whole paths of its stores; null for their places in the data folder. */
  readonly fileStore: string | null;
  readonly userStore: string | null;
  /** False while its stores are being made. */
  readonly isMade: boolean;
};

type Rated = Pick<PoolRecord, "pool" | "edition">;

/** What of a pool's pairing is fit to be warned of; the pair is made all the same (DOMAIN 5, 10 no. 22). */
export function pairWarnings(a: Rated, b: Rated): readonly string[] {
  if (a.edition === b.edition) return [];
  return [
    `${a.pool} is ${a.edition} and ${b.pool} is ${b.edition}: only pools of one edition are supported as a pair.`,
  ];
}

/** A pool's place in a pair. `number` names the pair: the same two pools paired again are another pair. */
export type Pairing = { readonly pool: PoolFqdn; readonly partner: PoolFqdn; readonly number: number };
