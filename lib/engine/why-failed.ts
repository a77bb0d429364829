import { asFault } from "#lib/domain/fault.ts";

/**
 * Why work on a pool's stores failed. A user database that went away is closed by whoever asks for it next; what was at work on
 * it fails with the words of its driver then, and only opening it anew tells what is the matter. `open` is called for nothing else.
 */
export function whyFailed(thrown: unknown, open: () => unknown): unknown {
  const { code } = asFault(thrown);
  if (code !== "unexpected" && code !== "database-unreachable") return thrown;
  try {
    open();
  } catch (why) {
    if (asFault(why).code === "store-lost") return why;
  }
  return thrown;
}
