import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LookAt } from "./look.ts";

/**
 * Faults with "store-lost" unless the data set of `home` is there as whoever writes into it, or tells what it holds, may find
 * it: whole with its marker, or being restored.
 */
export async function checkStanding(
  { files, store, module }: Pick<LookAt, "files" | "store" | "module">,
  home: PoolFqdn,
): Promise<void> {
  if ((await store.book.restoring(module, home)) === null) return files.checkDataSet(home);
  files.resumeRestore(home);
  await files.checkImport(home);
}
