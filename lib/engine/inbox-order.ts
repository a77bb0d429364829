import { comparePackages, type PackageId, type PackageRef } from "#lib/domain/package.ts";

export type NextPackage =
  | { readonly is: "next"; readonly id: PackageId; readonly previous: PackageRef | null }
  | { readonly is: "none" }
  /** Later packages are there and the next one is not: it has to be sent again (DESIGN L8). */
  | { readonly is: "gap" };

/**
 * Pure: which package an importer takes. In order within an epoch; seq 1 of a higher epoch at any time; never back to a
 * lower one (DESIGN L3).
 */
export function nextPackage(applied: PackageRef | null, published: readonly PackageId[]): NextPackage {
  const ahead = published.filter((id) => applied === null || comparePackages(id, applied) > 0);
  const starts = ahead.filter((id) => id.seq === 1).sort(comparePackages);
  const newest = starts.at(-1);
  if (newest && (applied === null || newest.epoch > applied.epoch)) return { is: "next", id: newest, previous: null };
  const following = ahead.find((id) => applied !== null && id.epoch === applied.epoch && id.seq === applied.seq + 1);
  if (following) return { is: "next", id: following, previous: applied };
  return ahead.length > 0 ? { is: "gap" } : { is: "none" };
}

/** Packages that can never be applied any more: at or behind the position. */
export function outdated(applied: PackageRef | null, published: readonly PackageId[]): readonly PackageId[] {
  return applied === null ? [] : published.filter((id) => comparePackages(id, applied) <= 0);
}
