import { type Instant, isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import type {
  CycleView,
  MarkView,
  PackageView,
  PositionView,
  StateFaceView,
  StateView,
} from "#lib/domain/lane-history.ts";
import type { RequestKind, SyncRequest } from "#lib/domain/request.ts";
import type { CycleNote, PackageNote } from "#lib/domain/trail.ts";
import type { StateSpan } from "#lib/ports/history.ts";

/** `heardUntil`: what holds is known to hold until then; null while the engine is heard. */
export function stateView(span: StateSpan, heardUntil: Instant | null): StateView {
  const { fromAt, untilAt } = span;
  const until = untilAt ?? (heardUntil === null ? null : Math.max(fromAt, heardUntil));
  return { ...stateFaceView(span), Since: isoInstant(fromAt), Until: isoOrNull(until) };
}

export function stateFaceView({ side, state, reason, sentence, path }: StateSpan): StateFaceView {
  return {
    Side: side === "export" ? "Export" : "Import",
    State: state,
    Reason: reason,
    Sentence: sentence,
    Path: path,
  };
}

export function cycleView({ beganAt, endedAt, items, bytes, packages, end, code }: CycleNote): CycleView {
  return {
    BeganAt: isoInstant(beganAt),
    EndedAt: isoInstant(endedAt),
    Items: items,
    Bytes: bytes,
    Packages: packages,
    End: end,
    Reason: code,
  };
}

export function packageView(note: PackageNote): PackageView {
  return {
    Epoch: note.epoch,
    Seq: note.seq,
    Items: note.items,
    Bytes: note.bytes,
    PublishedAt: isoOrNull(note.publishedAt),
    AckedAt: isoOrNull(note.ackedAt),
    ReturnedAt: isoOrNull(note.returnedAt),
  };
}

export function positionView(note: PackageNote | undefined): PositionView | null {
  return note === undefined ? null : { Epoch: note.epoch, Seq: note.seq };
}

/** When what was asked for began; null for what no chart is marked with. */
export function requestMark({ id, what, at }: SyncRequest): MarkView | null {
  const Kind = markKind(what);
  return Kind === null ? null : { At: isoInstant(at), Kind, RequestId: id, What: what };
}

export function errorMark({ fromAt, reason }: StateSpan): MarkView {
  return { At: isoInstant(fromAt), Kind: "error", RequestId: null, What: reason };
}

function markKind(what: RequestKind): "sync" | "restore" | null {
  switch (what) {
    case "full-push":
    case "delta":
      return "sync";
    case "restore":
    case "adopt":
    case "bring-back":
      return "restore";
    case "release":
    case "compare":
    case "send-again":
    case "retry":
    case "skip":
      return null;
  }
}
