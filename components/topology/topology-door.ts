import type { Pressed } from "#components/ui/pressed.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ToldPool, ToldPush, ToldStandby } from "./told-pool.ts";

/** A new pool as it is typed. */
export type TypedPool = {
  readonly pool: string;
  readonly site: string;
  readonly edition: string;
  readonly fileStore: string;
  readonly userStore: string;
};

export type TwoNames = { readonly pool: string; readonly backupPool: string };

/** A pair that was made, and what was pushed for it. */
export type ToldPair = {
  readonly PoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly Warnings: readonly string[];
  readonly Requests: readonly ToldPush[];
};

/** The server actions of this page, each with why it is done at last, empty where nobody said; null for who may only look. */
export type TopologyDoor = {
  readonly addPool: (typed: TypedPool, why: string) => Promise<Pressed<ToldPool>>;
  readonly pair: (names: TwoNames, why: string) => Promise<Pressed<ToldPair>>;
  /** `typed` is what the person typed to say that it is meant. */
  readonly part: (
    pool: string,
    typed: string,
    why: string,
  ) => Promise<Pressed<{ readonly FormerBackupPoolFqdn: PoolFqdn }>>;
  readonly rePair: (names: TwoNames, typed: string, why: string) => Promise<Pressed<ToldPair>>;
  readonly removeStandby: (pool: string, typed: string, why: string) => Promise<Pressed<readonly ToldStandby[]>>;
};
