import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { ReturnOf } from "#lib/ports/row-returns.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { ImportPosition, UserStore } from "#lib/ports/user-store.ts";
import { lotOf } from "./lots.ts";

type Here = { readonly module: ModuleName; readonly tables: readonly RowTable[]; readonly store: UserStore };

/** Applies what the partner gives back: a transaction a batch, with its position and what the receipt says of it. */
export async function importReturned(
  { module, tables, store }: Here,
  received: Received,
  { applied, working }: ImportPosition,
  getsOn: () => void,
): Promise<void> {
  const { manifest, ref } = received;
  const of = returnOf(received, store);
  const first = working?.hash === ref.hash ? working.batchesDone : 0;
  for (let done = first; done < manifest.batches.length; done++) {
    const [batch] = manifest.batches.slice(done);
    if (!batch) return;
    const lot = await lotOf(module, tables, batch, received);
    const position = { applied, working: { ...ref, batchesDone: done + 1 } };
    await store.rows.applyReturned([lot], { module, from: manifest.lane.from, position }, of);
    getsOn();
  }
}

function returnOf({ manifest: { dataSet, request } }: Received, store: UserStore): ReturnOf {
  if (request === null || request.source === "home" || dataSet !== store.pool) {
    throw new Fault("package-damaged", `A package gives back what ${store.pool} is not told to be its own.`);
  }
  return { requestId: request.id, source: request.source };
}
