import { bytes, counted, type Noun } from "#components/status/amount.ts";
import { duration } from "#lib/domain/duration.ts";
import type { MarkView, SamplePoint } from "#lib/domain/lane-history.ts";
import { requestWords } from "./request-words.ts";

/** What a point says, beside its moment: "31 rows wait, 4.5 MB, 2 rows sent and not acknowledged, oldest change 3 min 48 s old". */
export function pointWords(point: SamplePoint, item: Noun): string {
  const size = point.PendingBytes === null || point.PendingItems === 0 ? "" : `, ${bytes(point.PendingBytes)}`;
  const waits = point.PendingItems === 0 ? "nothing waits" : `${counted(point.PendingItems, item)} waiting${size}`;
  return [
    waits,
    ...(point.UnackedItems === 0 ? [] : [`${counted(point.UnackedItems, item)} sent and not acknowledged`]),
    ...(point.SecondsAtRisk === 0 ? [] : [`oldest change ${duration(point.SecondsAtRisk * 1000)} old`]),
    ...(point.PendingItemsMost > point.PendingItems ? [`at most ${counted(point.PendingItemsMost, item)} before`] : []),
    `export ${point.ExportStatus}, import ${point.ImportStatus}`,
  ].join(", ");
}

/** What a mark stands for. */
export function markWords({ Kind, What }: MarkView): string {
  return Kind === "error" ? `Error: ${What ?? "unexpected"}` : requestWords(What);
}
