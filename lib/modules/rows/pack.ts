import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import { BATCH_ITEMS, PACKAGE_BATCHES, PACKAGE_BYTES } from "#lib/domain/limits.ts";
import type { RowQueue, RowTable } from "#lib/domain/row-table.ts";
import type { Packed, Phase, Room } from "#lib/ports/backup-module.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { UserStore, WaitingRun } from "#lib/ports/user-store.ts";
import { Filling } from "./filling.ts";
import { packReturned } from "./pack-returned.ts";
import { type Chunk, planBacklog } from "./plan.ts";
import type { Asked, ReadAhead } from "./read-ahead.ts";
import { checkWhole } from "./restore-side.ts";

/** So many batches are read ahead: those of the next package while this one is sealed and launched. */
const READ_AHEAD = PACKAGE_BATCHES;

/** What to pack, and where from. */
export type Task = {
  readonly module: ModuleName;
  readonly tables: readonly RowTable[];
  readonly store: UserStore;
  readonly ahead: ReadAhead;
  readonly phase: Phase;
  readonly mark: number;
};

/**
 * The next entries of a phase as one package. What goes back to the partner goes first, by itself (DESIGN L11); then the high-priority queue before the normal one, each within its share (D8).
 * That a row is absent is proved by its database, which is the right one before the look and after it (DESIGN L6).
 */
export async function pack(task: Task, room: Room, staging: Staging): Promise<Packed> {
  await task.store.check();
  const returned = await packReturned(task, room, staging);
  if (returned !== null) return returned;
  await checkWhole(task.module, task.store);
  const filling = new Filling(staging);
  const most = Math.min(room.batches, PACKAGE_BATCHES);
  const hasNormal = (await next(task, "normal", 1)).length > 0;
  await fill(task, "high", Math.min(most, room.batches - (hasNormal ? room.reserved.normal : 0)), filling);
  const highBatches = filling.batches.length;
  if (hasNormal) {
    const isHighLeft = await hasMore(task, "high", filling);
    const keptForHigh = isHighLeft ? Math.max(0, room.reserved.high - highBatches) : 0;
    const left = Math.min(most, room.batches - keptForHigh) - highBatches;
    await fill(task, "normal", left, filling);
  }
  await task.store.check();
  return filling.packed(task.store.pool, "home", highBatches);
}

async function fill(task: Task, queue: RowQueue, batches: number, filling: Filling): Promise<void> {
  if (batches <= 0) return;
  const until = filling.batches.length + batches;
  const { chunks, later } = planBacklog(await next(task, queue, (batches + READ_AHEAD) * BATCH_ITEMS), batches);
  while (filling.batches.length < until && filling.bytes < PACKAGE_BYTES) {
    const chunk = chunks.shift();
    if (!chunk) return;
    const reading = task.ahead.read(asked(task, chunk));
    for (const one of [...chunks, ...later].slice(0, READ_AHEAD)) task.ahead.begin(asked(task, one));
    const read = await reading;
    await filling.add(read, until);
    if (read.taken < chunk.ids.length) chunks.unshift({ ...chunk, ids: chunk.ids.slice(read.taken) });
  }
}

function next(
  { store, module, tables, phase, mark }: Task,
  queue: RowQueue,
  limit: number,
): Promise<readonly WaitingRun[]> {
  const some = tables.filter((table) => table.queue === queue);
  return some.length === 0 ? Promise.resolve([]) : store.rows.waiting(module, phase, mark, limit, some);
}

const countOf = (runs: readonly WaitingRun[]) => runs.reduce((sum, run) => sum + run.ids.length, 0);

/** Whether a queue still has entries that this package does not take. */
async function hasMore(task: Task, queue: RowQueue, filling: Filling): Promise<boolean> {
  return countOf(await next(task, queue, filling.entries + 1)) > filling.entries;
}

function asked({ module, tables, phase }: Task, chunk: Chunk): Asked {
  const table = tables.find((one) => one.name === chunk.table);
  if (!table) throw new Fault("unexpected", `No table ${chunk.table} belongs to ${module}.`);
  return { table, phase, ids: chunk.ids };
}
