import type { FaceView, PartnerImport } from "#lib/domain/direction-status.ts";
import { duration } from "#lib/domain/duration.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { count, counted, type Noun } from "./amount.ts";
import { moduleWords } from "./module-words.ts";
import { isAllHeld } from "./wait.ts";

type Rest = Pick<
  ModuleStatus,
  "Identity" | "PendingItems" | "UnackedPackages" | "UnackedItems" | "OldestUnackedAt" | "HeldItems" | "IgnoredItems"
>;

/** An ack takes a few seconds: a package that waits no longer for its own is nothing to worry about. */
const SOON_MS = 15_000;

/** What is sent but not acknowledged (A4), what is held back, and what is left out; empty when there is nothing to say. */
export function restSentences(module: Rest, faces: readonly FaceView[], now: string): readonly string[] {
  const held = isAllHeld(module) ? 0 : (module.HeldItems ?? 0); // else what waits says it
  const ignored = module.IgnoredItems ?? 0;
  const { item } = moduleWords(module.Identity, faces);
  return [
    ...unackedSentence(module, item, now),
    ...(held > 0 ? [`Deletion of ${counted(held, item)} held back`] : []),
    ...(ignored > 0
      ? [`${counted(ignored, { one: "link or device", many: "links and devices" })} ignored: never copied`]
      : []),
  ];
}

/** "On its way: 12 rows in 1 package", until its ack is late: then the oldest of them ages (A4). */
function unackedSentence(
  { UnackedPackages, UnackedItems, OldestUnackedAt }: Rest,
  item: Noun,
  now: string,
): readonly string[] {
  if (UnackedPackages === null || UnackedPackages === 0) return [];
  const items = UnackedItems === null || UnackedItems === 0 ? "" : `${counted(UnackedItems, item)} in `;
  const sent = `${items}${counted(UnackedPackages, { one: "package", many: "packages" })}`;
  const ms = OldestUnackedAt === null ? 0 : Date.parse(now) - Date.parse(OldestUnackedAt);
  return [
    ms > SOON_MS ? `Not known to have arrived: ${sent}, no ack for ${duration(ms)}` : `On its way: ${sent}, no ack yet`,
  ];
}

/** How many items the partner refused and which is the first of them; null when there is none, or it is not known. */
export type Refused = { readonly says: string; readonly first: string | null };

/** "1 refused row skipped: without a second copy"; null where nobody skipped anything. */
export function skippedSentence(
  { Identity, SkippedItems }: Pick<ModuleStatus, "Identity" | "SkippedItems">,
  faces: readonly FaceView[],
): string | null {
  const items = SkippedItems ?? 0;
  if (items === 0) return null;
  const { one, many } = moduleWords(Identity, faces).item;
  return `${count(items)} refused ${items === 1 ? one : many} skipped: without a second copy`;
}

/** "1 row refused by pool2:" and its name; "3 rows refused by pool2, first" and the name of the first. */
export function refusedSentence(
  { Identity, QuarantinedItems }: Pick<ModuleStatus, "Identity" | "QuarantinedItems">,
  partner: PartnerImport | null,
  faces: readonly FaceView[],
  by: string,
): Refused | null {
  const items = QuarantinedItems ?? 0;
  if (items === 0) return null;
  const { one, many } = moduleWords(Identity, faces).item;
  const says = `${count(items)} ${items === 1 ? one : many} refused by ${by}`;
  const first = partner?.FirstQuarantined ?? null;
  if (first === null) return { says, first };
  return { says: items === 1 ? `${says}:` : `${says}, first`, first };
}
