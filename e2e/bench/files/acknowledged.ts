import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { poolPlaces } from "#lib/service/pool-places.ts";
import { POOL_1 } from "#lib/testkit/evidence.ts";

const LOOK_MS = 5;
const PATIENCE_MS = 10 * 60_000;

/** Resolves when some of a deployment's files were acknowledged, and nothing waits or is on its way. `check` throws when none ever will be. */
export async function acknowledged(data: string, check: () => void = () => {}): Promise<void> {
  const book = new DatabaseSync(poolPlaces(data, POOL_1).userDatabase, { readOnly: true });
  const isDone = book.prepare(`
    SELECT NOT EXISTS (SELECT 1 FROM pending) AND NOT EXISTS (SELECT 1 FROM flights)
      AND EXISTS (SELECT 1 FROM export_lanes WHERE module LIKE '%DataConf' AND last_acked IS NOT NULL) AS done`);
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (isDone.get()?.done !== 1) {
    check();
    if (performance.now() > giveUpAt) throw new Error("the files were not copied in time");
    await pause(LOOK_MS);
  }
  book.close();
}
