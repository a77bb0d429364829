import type { FaceView } from "#lib/domain/direction-status.ts";
import { duration } from "#lib/domain/duration.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { bytes, counted } from "./amount.ts";
import { moduleWords } from "./module-words.ts";

type Waiting = Pick<
  ModuleStatus,
  | "Identity"
  | "ExportStatus"
  | "PendingItems"
  | "PendingBytes"
  | "UnackedPackages"
  | "HeldItems"
  | "QuarantinedItems"
  | "SkippedItems"
  | "NextCycleAt"
  | "Reason"
>;

/** What waits and when it leaves: "12 rows leave in 1 min 12 s" (B13); null where what was last known, or what is on its way, is told in its place. */
export function waitSentence(module: Waiting, faces: readonly FaceView[], now: string): string | null {
  const { PendingItems, PendingBytes } = module;
  const isFailed = module.ExportStatus === "ErrorState" && !goesOn(module);
  const isRestored = isFailed && (module.Reason === "restoring" || module.Reason === "neither-whole");
  if (isRestored && (PendingItems ?? 0) === 0) return "Nothing leaves before its restore has ended";
  if (PendingItems === null) {
    if (module.ExportStatus === "Unknown") return null;
    const next = isFailed && module.NextCycleAt !== null ? `; next try ${untilCycle(module.NextCycleAt, now)}` : "";
    return `What waits is not known${next}`;
  }
  if (PendingItems === 0 && isFailed)
    return module.NextCycleAt === null ? null : `Next try ${untilCycle(module.NextCycleAt, now)}`;
  if (PendingItems === 0 && (module.UnackedPackages ?? 0) > 0) return null;
  if (PendingItems === 0)
    return (module.QuarantinedItems ?? 0) + (module.SkippedItems ?? 0) > 0 ? "Nothing else waits" : "Nothing waits";
  const isGuarded = module.Reason === "deletion-guard"; // what is held stays, the rest goes as ever
  const leaving = PendingItems - (isGuarded ? (module.HeldItems ?? 0) : 0);
  const what = counted(isAllHeld(module) ? PendingItems : leaving, moduleWords(module.Identity, faces).item);
  const size = PendingBytes !== null && PendingBytes > 0 ? `, ${bytes(PendingBytes)},` : "";
  const one = leaving === 1;
  if (isAllHeld(module)) return `Deletion of ${what} held back`;
  if (module.Reason === "deletions-wait")
    return one ? `${what} deleted here: deletions go last` : `${what} wait; deletions among them go last`;
  if (isRestored) return `${what}${size} ${one ? "waits" : "wait"} for its restore to end`;
  if (module.Reason === "request-runs") return `${what}${size} ${one ? "leaves" : "leave"} now`;
  if (module.NextCycleAt !== null && isFailed && !isGuarded)
    return `${what}${size} ${one ? "waits" : "wait"}; next try ${untilCycle(module.NextCycleAt, now)}`;
  if (module.NextCycleAt === null) return `${what}${size} ${one ? "waits" : "wait"}`;
  // More than a cycle may carry: not all of it leaves then.
  if (module.Reason === "limit-reached" && !one)
    return `${what}${size} wait; a part of them leaves ${untilCycle(module.NextCycleAt, now)}`;
  return `${what}${size} ${one ? "leaves" : "leave"} ${untilCycle(module.NextCycleAt, now)}`;
}

/** The two sides are known to differ in something, and no cycle fails by that: what changes leaves as ever. */
function goesOn({ Reason }: Pick<ModuleStatus, "Reason">): boolean {
  return Reason === "standby-differs" || Reason === "ownership-conflict";
}

/** What waits is what is held back, and nothing else. */
export function isAllHeld({ PendingItems, HeldItems }: Pick<ModuleStatus, "PendingItems" | "HeldItems">): boolean {
  return HeldItems !== null && HeldItems > 0 && HeldItems >= (PendingItems ?? 0);
}

function untilCycle(nextCycleAt: string, now: string): string {
  const ms = Date.parse(nextCycleAt) - Date.parse(now);
  return ms < 1000 ? "now" : `in ${duration(ms)}`;
}
