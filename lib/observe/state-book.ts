import type { Attempt } from "#lib/domain/evidence.ts";
import type { ExportState } from "#lib/domain/export-state.ts";
import type { ImportState } from "#lib/domain/import-state.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { Judged } from "#lib/domain/lane-state.ts";
import type { Side, StateChange, StateFace } from "#lib/ports/history.ts";

type State = StateFace["state"];

/** States that nobody has to be told of at night. */
const CALM: readonly State[] = ["FinalState", "SteadyState", "NormalState", "NotInitialized"];

/** Follows one side of a lane through its states; what is Unknown ends a span and begins none. */
export class StateBook {
  readonly #lane: Lane;
  readonly #side: Side;
  #face: StateFace | null = null;
  #wasCalm: boolean;

  /** `last` is what an earlier run told last. */
  constructor(lane: Lane, side: Side, last: State | null) {
    this.#lane = lane;
    this.#side = side;
    this.#wasCalm = last === null || CALM.includes(last);
  }

  /** Takes in what was judged at that moment; null while nothing changed. */
  see(judged: Judged<ExportState | ImportState>, attempt: Attempt, at: Instant): StateChange | null {
    const face = faceOf(judged, attempt);
    const before = this.#face;
    if (before?.state === face?.state && before?.reason === face?.reason) return null;
    this.#face = face;
    const { lane, side } = { lane: this.#lane, side: this.#side };
    if (face === null) return { lane, side, untilAt: Math.min(at, judged.unknownSince ?? at), next: null };
    return { lane, side, untilAt: at, next: { ...face, at, isNotable: this.#isNotable(face) } };
  }

  /** Anything that is not well, and that it is well again; a run that only begins says nothing of either. */
  #isNotable({ state, reason }: StateFace): boolean {
    if (reason === "starting") return false;
    const isCalm = CALM.includes(state) || reason === "request-runs"; // somebody asked for that
    const isNotable = !isCalm || !this.#wasCalm;
    this.#wasCalm = isCalm;
    return isNotable;
  }
}

function faceOf({ state, reason }: Judged<ExportState | ImportState>, attempt: Attempt): StateFace | null {
  if (state === "Unknown") return null;
  const fault = attempt.is === "failed" && attempt.fault.code === reason ? attempt.fault : null;
  return { state, reason, sentence: fault?.sentence ?? null, path: fault?.path ?? null };
}
