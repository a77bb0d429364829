import type { Words } from "#components/status/words.ts";
import type { ExportState } from "#lib/domain/export-state.ts";
import { shortName } from "#lib/domain/pool.ts";
import { REASONS } from "#lib/domain/reasons.ts";
import type { ToldItem } from "./told-find.ts";

/** The state whose look an answer has: shape and colour; what differs though nothing waits is the loudest. */
export function safetyLook({ Safety, Waits }: Pick<ToldItem, "Safety" | "Waits">): ExportState {
  switch (Safety) {
    case "Equal":
      return "FinalState";
    case "Acknowledged":
      return "SteadyState";
    case "Waits":
      return "NonSteadyState";
    case "Different":
      return Waits === null || Waits === "quarantined" ? "ErrorState" : "NonSteadyState";
    case "Unknown":
      return "Unknown";
  }
}

/** The answer in a sentence; only a comparison says equal. */
export function safetySentence(item: ToldItem): Words {
  const { Safety, ComparedAt, HomePoolFqdn, BackupPoolFqdn, Kind, AckedPackage, AckHeardAt, Waits } = item;
  const [home, backup] = [shortName(HomePoolFqdn), shortName(BackupPoolFqdn)];
  const compared: Words = ComparedAt === null ? [] : [" as of ", { at: ComparedAt }];
  switch (Safety) {
    case "Equal":
      return [
        Kind === "folder" ? "Yes: the folder itself is the same on both" : "Yes: both copies are equal",
        ...compared,
      ];
    case "Different":
      return [`No: ${difference(item, home, backup)}`, ...compared];
    case "Acknowledged":
      return [
        `Not changed since ${backup} acknowledged package ${AckedPackage ?? "-"}`,
        ...(AckHeardAt === null ? [] : [", by its word of ", { at: AckHeardAt }]),
      ];
    case "Waits":
      return [`No: ${Waits === null ? "a change of it waits" : WAITING[Waits]}`];
    case "Unknown":
      return ["Not known"];
  }
}

const WAITING: Record<NonNullable<ToldItem["Waits"]>, string> = {
  pending: "a change of it waits to be sent",
  "in-flight": "a change of it was sent and is not acknowledged",
  held: "its deletion is held by the deletion guard",
  quarantined: "the partner refused it",
};

function difference({ Own, Standby, Waits }: ToldItem, home: string, backup: string): string {
  if (Standby.Is === "Absent") return `${backup} does not have it${Waits === null ? "" : " yet"}`;
  if (Own.Is === "Absent")
    return Waits === null ? `it is gone from ${home}, and ${backup} has it still` : `it was deleted on ${home}`;
  return `the copy on ${backup} differs`;
}

/** What stands behind the answer: why it is different, why it was not compared, and what the evidence says. */
export function safetyGrounds(item: ToldItem): Words {
  return [...waiting(item), ...notCompared(item), ...doubted(item)];
}

function waiting({ Safety, Waits, CapturedAt, Package, LookedAt, Kind }: ToldItem): Words {
  if (Waits !== null && CapturedAt !== null) {
    const inPackage = Package === null ? "" : `, in package ${Package}`;
    const what = Safety === "Waits" ? "It changed at " : `${sentence(WAITING[Waits])}${inPackage}, since `;
    return [what, { at: CapturedAt }, Safety === "Waits" ? `${inPackage}. ` : ". "];
  }
  if (Safety !== "Different") return [];
  const looked: Words = LookedAt === null ? [] : [" as of ", { at: LookedAt }];
  const isFile = Kind === "file" || Kind === "folder";
  const since = isFile ? "it changed since that look" : "it was changed in that very moment";
  return ["No change of it is known to wait", ...looked, `: either ${since}, or the copy was altered. `];
}

const WHY_NOT: Record<NonNullable<ToldItem["NotCompared"]>, string> = {
  elsewhere: "The copies were not compared: one of the pools is run by another service. ",
  lost: "The copies were not compared: a store is lost or cannot be read. ",
  "too-large": "The contents were not compared: they are too large to be read for a question. ",
  restless: "The copies were not compared: it changed each time they were read. ",
};

function notCompared({ NotCompared, Safety, LookedAt }: ToldItem): Words {
  if (NotCompared === null) return [];
  const looked: Words =
    Safety === "Acknowledged" && LookedAt !== null ? ["No change of it was known as of ", { at: LookedAt }, ". "] : [];
  return [...looked, WHY_NOT[NotCompared]];
}

function doubted({ Safety, Doubt }: ToldItem): Words {
  return Safety === "Unknown" && Doubt !== null ? [REASONS[Doubt].says] : [];
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** What an item is called before its name. */
export function kindWords({ Kind, Table }: Pick<ToldItem, "Kind" | "Table">): string {
  switch (Kind) {
    case "user":
      return "User";
    case "conference":
      return "Conference";
    case "row":
      return `Row of ${Table ?? "a table"}`;
    case "file":
      return "File";
    case "folder":
      return "Folder";
  }
}

/** What became of it on its way to the partner, step by step. */
export function stepWords(item: ToldItem): {
  readonly captured: Words;
  readonly exported: Words;
  readonly imported: Words;
} {
  const { CapturedAt, Waits, Package, SentAt, LookedAt, AckedPackage, AckedAt, AckHeardAt } = item;
  const looked: Words = LookedAt === null ? ["not known"] : ["nothing new as of ", { at: LookedAt }];
  const all = LookedAt === null || AckedPackage === null ? "not known" : "all that was captured of it";
  const sent: Words = SentAt === null ? [] : [" at ", { at: SentAt }];
  const acked: Words = AckedAt === null ? [] : [" at ", { at: AckedAt }];
  return {
    captured: CapturedAt === null ? looked : ["changed at ", { at: CapturedAt }],
    exported: [Waits === null ? all : Package === null ? EXPORTED[Waits] : `in package ${Package}`, ...sent],
    imported:
      AckedPackage === null || AckHeardAt === null
        ? ["not known"]
        : [`up to package ${AckedPackage}, acknowledged`, ...acked, "; the partner's word is of ", { at: AckHeardAt }],
  };
}

const EXPORTED: Record<NonNullable<ToldItem["Waits"]>, string> = {
  pending: "not yet",
  "in-flight": "sent",
  held: "not yet: the deletion guard holds it",
  quarantined: "sent, and refused",
};
