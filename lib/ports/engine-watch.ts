import type { EngineBeat } from "#lib/domain/evidence.ts";

/** What the supervisor knows of the engine process, first hand: no status may rest on a run that has ended. */
export interface EngineWatch {
  /** False at once when the engine's exit is seen; `since` is the moment of the last change. */
  now(): EngineRun;
}

export type EngineRun = {
  readonly running: boolean;
  /** The id of the living run; null while none lives. A new one at every start. */
  readonly runId: string | null;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** How many runs ended since the server started. */
  readonly exits: number;
};

/** One instant of this process by two clocks: the one that nobody can set, and the one that also runs while the machine sleeps. */
export type Reading = { readonly steady: number; readonly wall: number };

/** Hears the engine by its beats in the ledger: one that stands still is silence, whatever time is written in it (D20). */
export interface EngineEar {
  /** To be asked before a beat is read: what a standstill in between makes old is not young. */
  ask(): Reading;
  /** Takes the beat that was read after `asked`; returns for how long it stands still by now, at most. */
  hear(beat: EngineBeat | null, asked: Reading): number;
}
