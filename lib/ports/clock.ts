/** Time as an input: tests travel it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. People and other machines may set it, forwards and back: a stamp, never a measure. */
  now(): number;
  /** Milliseconds since some moment; only grows, and no one can set it. What is waited for and aged is measured by this. */
  elapsed(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
