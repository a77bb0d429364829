import { BATCH_ITEMS, PACKAGE_BATCHES, PACKAGE_BYTES } from "#lib/domain/limits.ts";
import { bookTable } from "#lib/domain/returned.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { Packed, Room } from "#lib/ports/backup-module.ts";
import type { ReturnSource } from "#lib/ports/row-returns.ts";
import type { Staging } from "#lib/ports/transport.ts";
import { Filling } from "./filling.ts";
import type { Task } from "./pack.ts";
import { type Chunk, planChunks } from "./plan.ts";

/**
 * The next of what is to be given back to the partner as one package of its data set; null when nothing is. Within the same
 * limits as own rows: of the trash first, which a person waits for.
 */
export async function packReturned(task: Task, room: Room, staging: Staging): Promise<Packed | null> {
  if (task.phase === "tombstones") return null;
  for (const source of ["trash", "standby"] as const) {
    const packed = await packSource(task, source, room, staging);
    if (packed !== null) return packed;
  }
  return null;
}

async function packSource(task: Task, source: ReturnSource, room: Room, staging: Staging): Promise<Packed | null> {
  const { module, store, tables, phase, mark } = task;
  const names = tables.map((table) => ({ name: bookTable(source, table.name) }));
  const most = Math.min(room.batches, PACKAGE_BATCHES);
  const runs = await store.rows.waiting(module, phase, mark, most * BATCH_ITEMS, names);
  if (runs.length === 0) return null;
  const filling = new Filling(staging);
  const chunks = planChunks(runs, most);
  let highBatches = 0;
  for (let chunk = chunks.shift(); chunk && filling.batches.length < most; chunk = chunks.shift()) {
    const before = filling.batches.length;
    const { table, left } = await packChunk(task, source, chunk, filling, most);
    if (table.queue === "high") highBatches += filling.batches.length - before;
    if (left !== null) chunks.unshift(left);
    if (filling.bytes >= PACKAGE_BYTES) break;
  }
  await store.check();
  return filling.packed(store.partner, source, highBatches);
}

async function packChunk(
  { store, tables }: Task,
  source: ReturnSource,
  { table: name, ids }: Chunk,
  filling: Filling,
  most: number,
): Promise<{ readonly table: RowTable; readonly left: Chunk | null }> {
  const table = tables.find((one) => bookTable(source, one.name) === name);
  if (!table) throw new TypeError(`no table stands in the book as ${name}`);
  const read = await store.rows.readReturned(table, source, ids);
  await filling.addReturned(read, most);
  return { table, left: read.taken < ids.length ? { table: name, ids: ids.slice(read.taken) } : null };
}
