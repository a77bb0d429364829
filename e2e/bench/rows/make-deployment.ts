import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { firstStart } from "#lib/engine/procedures/first-start.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { makeStoresIn } from "#lib/service/make-stores.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";

/** What a first start of the service leaves: a ledger and the stores of two paired pools. */
export async function makeDeployment(folder: string): Promise<void> {
  const ledger = await openLedger(join(folder, "ledger.db"), systemClock);
  const makeStores = makeStoresIn(folder);
  await firstStart({ ledger: ledger.topology, clock: systemClock, newId: randomUUID, makeStores });
  await ledger.close();
}
