import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import { BATCH_BYTES, BATCH_ITEMS, PACKAGE_BATCHES, PACKAGE_BYTES } from "#lib/domain/limits.ts";
import { type Batch, type PartFace, partName } from "#lib/domain/package.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { ExportSide, Look, Packed, Room } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { PendingEntry, RowImage, UserStore } from "#lib/ports/user-store.ts";
import { packRows } from "./row-codec.ts";

const NONE = { ids: [], fault: null } as const;
const CAPTURE_OFF = "The triggers that record changes were missing or altered.";

/** Exports the rows of `tables` that this pool owns. */
export function rowsExport(
  module: ModuleName,
  tables: readonly RowTable[],
  store: UserStore,
  clock: Clock,
): ExportSide {
  const names = tables.map((table) => table.name);
  return {
    tables: names,
    check: async () => {
      await store.check();
      if (!(await store.rows.isCaptureIntact())) throw new Fault("capture-off", CAPTURE_OFF);
    },
    look: (everything, getsOn) => look(module, tables, store, clock, everything, getsOn),
    pack: (mark, room, staging) => pack(module, tables, store, mark, room, staging),
  };
}

async function look(
  module: ModuleName,
  tables: readonly RowTable[],
  store: UserStore,
  clock: Clock,
  everything: boolean,
  getsOn: () => void,
): Promise<Look> {
  await store.check();
  const at = clock.now();
  const isIntact = await store.rows.isCaptureIntact();
  if (!isIntact) await store.rows.repairCapture(at);
  await store.rows.takeChanges(module, tables, getsOn);
  if (everything || !isIntact) await store.rows.addAll(module, tables, at, getsOn);
  // What was deleted while nobody wrote it down is not known, and never will be by looking at this side alone: capture
  // stays not intact until the two sides can be compared.
  const hasGap = (await store.rows.captureGapAt()) !== null;
  return { at, closed: !hasGap, captureIntact: !hasGap, ignoredItems: null, fault: null };
}

async function pack(
  module: ModuleName,
  tables: readonly RowTable[],
  store: UserStore,
  mark: number,
  room: Room,
  staging: Staging,
): Promise<Packed> {
  const batches: Batch[] = [];
  const parts: PartFace[] = [];
  const sent: number[] = [];
  const gone: number[] = [];
  let bytes = 0;
  const waiting = await store.book.next(module, mark, PACKAGE_BATCHES * BATCH_ITEMS);
  const most = Math.min(room.batches, PACKAGE_BATCHES);
  let at = 0;
  while (at < waiting.length && batches.length < most && bytes < PACKAGE_BYTES) {
    const run = sameTable(waiting, at);
    const table = tables.find((one) => one.name === run[0]?.table);
    if (!table) throw new Fault("unexpected", `No table ${run[0]?.table} belongs to ${module}.`);
    const images = await store.rows.images(
      table,
      run.map((entry) => entry.id),
    );
    const batch = fill(run, images);
    gone.push(...batch.gone);
    at += batch.taken;
    if (batch.images.length === 0) continue;
    const part = await staging.writePart(partName(parts.length + 1), packRows(batch.images));
    parts.push(part);
    batches.push({ is: "rows", table: table.name, columns: table.columns, keys: batch.keys, part: part.name });
    sent.push(...batch.ids);
    bytes += batch.bytes;
  }
  return { batches, parts, sent, kept: [], gone, void: [], unreadable: NONE, bytes };
}

/** The next entries of one table, at most a batch of them. */
function sameTable(waiting: readonly PendingEntry[], from: number): readonly PendingEntry[] {
  const table = waiting[from]?.table;
  const run = waiting.slice(from, from + BATCH_ITEMS);
  const other = run.findIndex((entry) => entry.table !== table);
  return other < 0 ? run : run.slice(0, other);
}

/** Takes entries until a batch's bytes are full (D17); a row larger than that goes alone. */
function fill(run: readonly PendingEntry[], images: ReadonlyMap<number, RowImage>) {
  const batch = {
    images: [] as RowImage[],
    keys: [] as string[],
    ids: [] as number[],
    gone: [] as number[],
    bytes: 0,
    taken: 0,
  };
  for (const entry of run) {
    const image = images.get(entry.id);
    if (image && batch.images.length > 0 && batch.bytes + image.length > BATCH_BYTES) break;
    batch.taken += 1;
    if (!image) {
      batch.gone.push(entry.id);
      continue;
    }
    batch.images.push(image);
    batch.keys.push(entry.key);
    batch.ids.push(entry.id);
    batch.bytes += image.length;
  }
  return batch;
}
