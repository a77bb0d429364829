/** So often the server is asked while no stream says when to; and while one does, in case that it is deaf. */
const POLL_MS = 2_000;
const SAFETY_POLL_MS = 5_000;
/** A stream that said nothing for so long is none: the server says something every 4 s. */
const DEAF_AFTER_MS = 6_000;

let heardAt: number | null = null;

/** The stream of this tab said something just now; null when there is none any more. */
export function heardStream(at: number | null): void {
  heardAt = at;
}

/** Whether the stream may be relied on. */
export function isStreaming(): boolean {
  return heardAt !== null && performance.now() - heardAt < DEAF_AFTER_MS;
}

/** How often the server is asked though nothing says that something changed. */
export function pollMs(): number {
  return isStreaming() ? SAFETY_POLL_MS : POLL_MS;
}
