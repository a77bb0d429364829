import type { ModuleFace } from "./backup-module.ts";
import type { Configuration } from "./configuration.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** A batch: up to so many items or bytes of one table or folder, whichever comes first (D17). */
export const BATCH_ITEMS = 1000;
export const BATCH_BYTES = MIB;

/** A package: up to 16 batches or 16 MiB; a larger file is alone (DESIGN L12). */
export const PACKAGE_BATCHES = 16;
export const PACKAGE_BYTES = 16 * MIB;

/** At most so many unacked packages a lane: more and the partner does not import (DESIGN L13). */
export const MAX_UNACKED_PACKAGES = 64;

/** An empty item counts this much against a cycle's bytes (D17). */
export const EMPTY_ITEM_BYTES = KIB;

/** What one cycle of a lane may carry (D17); `Infinity` where the kind has no such limit. */
export type CycleLimit = {
  readonly batches: number;
  readonly bytes: number;
  readonly items: number;
  /** Of the batches, those that high-priority tables may claim (D8). */
  readonly highBatches: number;
};

/** Items that a cycle of files carries at most (D17). */
const FILE_CYCLE_ITEMS = 100_000;

/** A module's limits by the settings of DOMAIN 2.1. */
export function cycleLimit(module: Pick<ModuleFace, "kind" | "category">, settings: Configuration): CycleLimit {
  switch (module.kind) {
    case "rows": {
      const batches = module.category === "CMS" ? settings.maxBatchesPerCmsSync : settings.maxBatchesPerUserStoreSync;
      const highBatches = Math.round((batches * settings.maxHighPriQueuePercentagePerUserStoreSync) / 100);
      return { batches, bytes: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY, highBatches };
    }
    case "files":
      return {
        batches: Number.POSITIVE_INFINITY,
        bytes: settings.maxDataConfPackageSizeKB * KIB,
        items: FILE_CYCLE_ITEMS,
        highBatches: 0,
      };
  }
}
