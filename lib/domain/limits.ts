import type { ModuleKind } from "./backup-module.ts";

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
export type CycleLimit = { readonly batches: number; readonly bytes: number; readonly items: number };

/** DOMAIN 2.1 defaults: MaxBatchesPerUserStoreSync 500; MaxDataConfPackageSizeKB 102400 and 100,000 items. */
export const CYCLE_LIMITS: Record<ModuleKind, CycleLimit> = {
  rows: { batches: 500, bytes: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY },
  files: { batches: Number.POSITIVE_INFINITY, bytes: 102_400 * KIB, items: 100_000 },
};
