import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LookAt } from "./look.ts";

type Where = Pick<LookAt, "files" | "store" | "module">;

/**
 * Faults with "store-lost" unless the data set of `home` is there as whoever writes into it, or tells what it holds, may find
 * it: whole with its marker, or being restored.
 */
export async function checkStanding({ files, store, module }: Where, home: PoolFqdn): Promise<void> {
  if ((await store.book.restoring(module, home)) === null) return files.checkDataSet(home);
  files.resumeRestore(home);
  await files.checkImport(home);
}

/** Faults with "restoring" or "store-lost" unless it is whole: what it lacks then is gone, and was not taken away for a restore. */
export async function checkWhole({ files, store, module }: Where, home: PoolFqdn): Promise<void> {
  if ((await store.book.restoring(module, home)) !== null) {
    throw new Fault(
      "restoring",
      `The content of ${home} on ${store.pool} is being restored: what it lacks is not known.`,
    );
  }
  await files.checkDataSet(home);
}
