import { bytes, count, counted } from "#components/status/amount.ts";
import { moduleWords } from "#components/status/module-words.ts";
import type { Words } from "#components/status/words.ts";
import type { FaceView } from "#lib/domain/direction-status.ts";
import { duration } from "#lib/domain/duration.ts";
import { shortName } from "#lib/domain/pool.ts";
import type { RequestView } from "#lib/domain/request-view.ts";
import type { RunView } from "#lib/domain/run-view.ts";

/** What was asked for: "Restore of pool1 from pool2". */
export function runTitle({ What, PoolFqdn, BackupPoolFqdn, Modules }: RequestView): string {
  const [from, to] = [shortName(PoolFqdn), shortName(BackupPoolFqdn)];
  switch (What) {
    case "full-push":
      return Modules.some(({ Receipt }) => Receipt !== null) ? `Restore of ${to} from ${from}` : `Sync ${from} → ${to}`;
    case "delta":
      return `Backup of ${from} to ${to}`;
    case "restore":
      return `Restore of ${to} from ${from}`;
    case "adopt":
      return `Adoption of the stores of ${to}`;
    case "release":
      return `Release of held deletions, ${from} → ${to}`;
    case "bring-back":
      return `Back from the trash to ${to}`;
    case "compare":
      return `Compare of ${from} with its standby on ${to}`;
    case "send-again":
      return `What differs on ${to}, sent again from ${from}`;
    case "retry":
      return `Retry of what ${to} refused of ${from}`;
    case "skip":
      return `Skip of what ${to} refused of ${from}`;
  }
}

/** How it stands, as a word with its moment. */
export function stateWords({ State, CancelledAt, Modules }: RequestView): Words {
  const endedAt = Modules.reduce((last, { EndedAt }) => (EndedAt !== null && EndedAt > last ? EndedAt : last), "");
  const isEnded = State === "Done" || State === "Cancelled" || State === "Failed";
  const at = endedAt === "" ? [] : [" at ", { at: endedAt }];
  if (!isEnded && CancelledAt !== null) return ["Stopping, asked at ", { at: CancelledAt }];
  switch (State) {
    case "Accepted":
      return ["Accepted"];
    case "Running":
      return ["Running"];
    case "Sent":
      return ["All sent, waiting for the partner's word"];
    case "Done":
      return ["Done", ...at];
    case "Cancelled":
      return ["Stopped", ...at];
    case "Failed":
      return ["Failed", ...at];
  }
}

/** Where one part is, in words. */
export function partWords(
  part: RunView,
  { What, PoolFqdn, BackupPoolFqdn }: RequestView,
  faces: readonly FaceView[],
): string {
  const [from, to] = [shortName(PoolFqdn), shortName(BackupPoolFqdn)];
  const { item } = moduleWords(part.Identity, faces);
  if (isOfCompare(What)) return comparePartWords(part, from, to);
  if (part.End === "cancelled") return "Stopped where it stood: what was sent stays sent";
  if (part.End === "failed") return "Failed";
  switch (part.Phase) {
    case "accepted":
      return "Waits its turn";
    case "asking":
      return `Asking ${to} what it holds`;
    case "looking":
      return `Comparing with what ${from} holds`;
    case "sending":
      if (part.LeftItems === 0 && part.Receipt !== null) return `All sent: ${to} puts it in its place`;
      if (part.LeftItems > 0 && part.GoneItems >= part.LeftItems)
        return `Deleting ${counted(part.LeftItems, item)} there, after the rest is acknowledged`;
      return "Sending";
    case "sent":
      return `Waiting for ${to}'s ack of ${counted(part.InFlightItems, item)}`;
    case "done":
      return "Done";
  }
}

/** A compare, and what came of one. */
function isOfCompare(what: RequestView["What"]): boolean {
  return what === "compare" || what === "send-again";
}

function comparePartWords({ Phase, End }: RunView, from: string, to: string): string {
  if (End === "cancelled") return "Stopped where it stood";
  if (End === "failed") return "Failed";
  switch (Phase) {
    case "accepted":
      return "Waits its turn";
    case "asking":
      return `${to} reads what it holds`;
    case "looking":
      return `${from} reads what it holds, and compares`;
    case "sending":
      return "What differs is sent again";
    case "sent":
      return `Compared once more when it has arrived on ${to}`;
    case "done":
      return "Done";
  }
}

/** "1,204 of 4,120 files and folders are there · 48 MB of 210 MB sent"; nothing before it was counted. */
export function amountWords(
  part: RunView,
  faces: readonly FaceView[],
  what: RequestView["What"] = "full-push",
): readonly string[] {
  const { TotalItems, AckedItems, TotalBytes, LeftBytes } = part;
  const { item } = moduleWords(part.Identity, faces);
  if (what === "send-again") {
    if (TotalItems === null) return [];
    const proved = part.End === "done" ? ["compared once more: the same on both sides"] : [];
    return [`${counted(TotalItems, item)} sent again`, ...proved];
  }
  if (what === "compare")
    return TotalItems === null || AckedItems === null
      ? []
      : [`${count(AckedItems)} of ${counted(TotalItems, item)} read on this side`];
  if (TotalItems === null || AckedItems === null) return [];
  if (TotalItems === 0) return ["There was nothing to send"];
  const items = `${count(AckedItems)} of ${counted(TotalItems, item)} there`;
  if (TotalBytes === null || LeftBytes === null || TotalBytes === 0) return [items];
  return [items, `${bytes(Math.max(0, TotalBytes - LeftBytes))} of ${bytes(TotalBytes)} sent`];
}

/** "120 files and folders a second", "4.1 MB a second". */
export function paceWords({ Identity, ItemsPerSecond, BytesPerSecond }: RunView, faces: readonly FaceView[]): string {
  const { item } = moduleWords(Identity, faces);
  const items = ItemsPerSecond === null ? [] : [`${count(ItemsPerSecond)} ${item.many} a second`];
  const size = BytesPerSecond === null ? [] : [`${bytes(Math.round(BytesPerSecond))} a second`];
  return [...items, ...size].join(", ");
}

/** "4 min to 7 min", "at most 8 s": a range, never one figure; null while it is not known. */
export function leftWords({ SecondsLeftAtLeast, SecondsLeftAtMost }: RunView): string | null {
  if (SecondsLeftAtLeast === null || SecondsLeftAtMost === null) return null;
  if (SecondsLeftAtLeast < 1) return `at most ${duration(SecondsLeftAtMost * 1000)}`;
  const [least, most] = [duration(SecondsLeftAtLeast * 1000), duration(SecondsLeftAtMost * 1000)];
  return least === most ? `about ${most}` : `${least} to ${most}`;
}
