import type { ModuleStatus } from "#lib/domain/status.ts";

/** What was seen to wait and then to leave, and whether the partner is known to have it (B13). */
export type Passage = { readonly is: "left" | "arrived"; readonly items: number; readonly at: string };

type Seen = Pick<ModuleStatus, "ExportStatus" | "PendingItems" | "HeldItems" | "UnackedPackages">;

/** What has left stays "left" until the last package is acknowledged. Nothing is said of a copy that fails or is not heard. */
export function passed(before: Seen, now: Seen, last: Passage | null, at: string): Passage | null {
  const isKnown = now.PendingItems !== null && now.UnackedPackages !== null;
  if (!isKnown || now.ExportStatus === "ErrorState" || now.ExportStatus === "Unknown") return null;
  const under = last?.is === "left" ? last.items : 0;
  const gone = leftBetween(before, now);
  if (gone + under === 0) return last;
  if ((now.UnackedPackages ?? 0) === 0) return { is: "arrived", items: gone + under, at };
  return { is: "left", items: gone + under, at: gone > 0 || last === null ? at : last.at };
}

/** What was held and is no longer was perhaps dropped: it counts as nothing that left. */
function leftBetween(before: Seen, now: Seen): number {
  const free = ({ PendingItems, HeldItems }: Seen) => Math.max(0, (PendingItems ?? 0) - (HeldItems ?? 0));
  return Math.max(0, free(before) - Math.max(free(now), (now.PendingItems ?? 0) - (before.HeldItems ?? 0)));
}

export function isSameSeen(a: Seen, b: Seen): boolean {
  return (
    a.ExportStatus === b.ExportStatus &&
    a.PendingItems === b.PendingItems &&
    a.HeldItems === b.HeldItems &&
    a.UnackedPackages === b.UnackedPackages
  );
}
