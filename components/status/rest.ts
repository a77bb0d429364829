import type { FaceView, PartnerImport } from "#lib/domain/direction-status.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { count, counted } from "./amount.ts";
import { moduleWords } from "./module-words.ts";
import { isAllHeld } from "./wait.ts";

type Rest = Pick<ModuleStatus, "Identity" | "PendingItems" | "UnackedPackages" | "HeldItems" | "IgnoredItems">;

/** What is sent but not acknowledged (A4), what is held back, and what is left out; empty when there is nothing to say. */
export function restSentences(module: Rest, faces: readonly FaceView[]): readonly string[] {
  const unacked = module.UnackedPackages ?? 0;
  const held = isAllHeld(module) ? 0 : (module.HeldItems ?? 0); // else what waits says it
  const ignored = module.IgnoredItems ?? 0;
  const { item } = moduleWords(module.Identity, faces);
  return [
    ...(unacked > 0 ? [`${counted(unacked, { one: "package", many: "packages" })} sent, not acknowledged yet`] : []),
    ...(held > 0 ? [`Deletion of ${counted(held, item)} held back`] : []),
    ...(ignored > 0
      ? [`${counted(ignored, { one: "link or device", many: "links and devices" })} ignored: never copied`]
      : []),
  ];
}

/** How many items the partner refused and which is the first of them; null when there is none, or it is not known. */
export type Refused = { readonly says: string; readonly first: string | null };

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
