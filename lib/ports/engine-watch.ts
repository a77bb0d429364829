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
