import { asFault } from "#lib/domain/fault.ts";
import { isProblem, Problem } from "#lib/domain/problem.ts";

/**
 * What a look into a pool's store finds. A store that is lost or cannot be read now is a refusal, "store-lost" or
 * "store-unreachable": whoever asks hears which, and the log has no bug. Anything else that was thrown is thrown on.
 */
export async function lookInto<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (thrown) {
    const { code, message } = asFault(thrown);
    if (isProblem(thrown) || code === "unexpected") throw thrown;
    if (code === "store-lost")
      throw new Problem("store-lost", message, "Bring the store back first: Restore-CsBackupStore.", "PoolFqdn");
    throw new Problem("store-unreachable", message, "Ask again when the store can be reached.", "PoolFqdn");
  }
}
