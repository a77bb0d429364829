import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "#lib/ports/clock.ts";
import { type OpenLedger, openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";

/** A ledger in a data folder of its own. */
export type TempLedger = { readonly folder: string; readonly ledger: OpenLedger; remove(): Promise<void> };

/** Opens one; `remove` closes it and takes its folder away. */
export async function openTempLedger(clock: Pick<Clock, "now"> = { now: () => 1 }): Promise<TempLedger> {
  const folder = await mkdtemp(join(tmpdir(), "pairkeeper-"));
  const ledger = await openLedger(join(folder, "ledger.db"), clock);
  return {
    folder,
    ledger,
    remove: async () => {
      await ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
