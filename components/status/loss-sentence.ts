import { type DirectionLoss, hasLoss } from "#lib/domain/direction-loss.ts";
import { shortName } from "#lib/domain/pool.ts";
import { counted, type Noun } from "./amount.ts";
import type { Direction } from "./snapshot.ts";
import type { Words } from "./words.ts";

type Told = Pick<Direction, "From" | "To" | "Loss" | "Faces">;

const USER: Noun = { one: "user", many: "users" };
const CONFERENCE: Noun = { one: "conference", many: "conferences" };
const DOCUMENT: Noun = { one: "topology document", many: "topology documents" };
const OTHER: Noun = { one: "other item", many: "other items" };
const UNNAMED: Noun = { one: "item that was refused", many: "items that were refused" };

/** "If pool1 died now, changes of 12 users and 41 files since 12:01:07 would be lost." (A12): never more certain than it is known. */
export function lossSentence(direction: Told): Words {
  const { Loss, From, To } = direction;
  const pool = shortName(From);
  const since: Words = Loss.Since === null ? [] : [" since ", { at: Loss.Since }];
  if (Loss.Why === "standby-lost") {
    const all = `If ${pool} died now, all that the lost store of ${shortName(To)} held would be lost`;
    return hasLoss(Loss) ? [`${all}, and changes of ${lossAmount(direction)}`, ...since, "."] : [`${all}.`];
  }
  if (Loss.Is === "Unknown") return [`What would be lost if ${pool} died now is not known.`];
  if (!hasLoss(Loss)) {
    const at = lossMoment(Loss);
    return [`If ${pool} died now, nothing known would be lost`, ...(at === null ? [] : [" as of ", { at }]), "."];
  }
  const least = Loss.Is === "AtLeast" ? "at least " : "";
  return [`If ${pool} died now, ${least}changes of ${lossAmount(direction)}`, ...since, " would be lost."];
}

/** The oldest moment that it rests on. */
export function lossMoment({ AsOf, FilesAsOf }: DirectionLoss): string | null {
  return [AsOf, FilesAsOf].filter((at) => at !== null).sort()[0] ?? null;
}

/** "12 users, 3 conferences and 41 files and folders" */
export function lossAmount({ Loss, Faces }: Pick<Told, "Loss" | "Faces">): string {
  const file = Faces.find(({ Kind }) => Kind === "files")?.Item;
  const files: Noun = { one: file?.One ?? "file", many: file?.Many ?? "files" };
  const amounts: readonly (readonly [number, Noun])[] = [
    [Loss.Users, USER],
    [Loss.Conferences, CONFERENCE],
    [Loss.Files, files],
    [Loss.Documents, DOCUMENT],
    [Loss.Others, OTHER],
    [Loss.Unnamed, UNNAMED],
  ];
  const said = amounts.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
}
