import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { Batch } from "#lib/domain/package.ts";
import { columnNames, type RowTable } from "#lib/domain/row-table.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { RowLot, UserStore } from "#lib/ports/user-store.ts";
import { unpackLines } from "./row-codec.ts";

/** Batches applied in one transaction: a commit costs as much as hundreds of rows, and others wait for the lock. */
const BATCHES_AT_ONCE = 8;

/** Imports rows of `tables` into this pool's user database: some batches a transaction, its position inside. */
export function rowsImport(module: ModuleName, tables: readonly RowTable[], store: UserStore): ImportSide {
  return {
    check: () => store.check(),
    apply: async (home, received, position, getsOn) => {
      const { manifest, ref } = received;
      const isResumed = position.working?.hash === ref.hash;
      const first = isResumed ? (position.working?.batchesDone ?? 0) : 0;
      const lotsFrom = async (done: number): Promise<RowLot[]> => {
        const lots: RowLot[] = [];
        for (const batch of manifest.batches.slice(done, done + BATCHES_AT_ONCE)) {
          lots.push(await lotOf(module, tables, batch, received));
        }
        return lots;
      };
      let lots = await lotsFrom(first);
      for (let done = first; done < manifest.batches.length; ) {
        done = Math.min(done + BATCHES_AT_ONCE, manifest.batches.length);
        const working = { ...ref, batchesDone: done };
        const place = { module, from: manifest.lane.from, position: { applied: position.applied, working } };
        const applying = store.rows.apply(home, lots, place);
        const following = lotsFrom(done); // unpacked while those before are applied
        following.catch(() => {}); // what is damaged after them is told when its turn comes
        await applying;
        getsOn();
        lots = await following;
      }
    },
  };
}

async function lotOf(
  module: ModuleName,
  tables: readonly RowTable[],
  batch: Batch,
  received: Received,
): Promise<RowLot> {
  if (batch.is === "files" || batch.is === "files-gone") {
    throw new Fault("package-damaged", `A package of ${module} holds files.`);
  }
  const table = tables.find((one) => one.name === batch.table);
  const isShape = batch.is === "rows-gone" || (table && columnNames(table).join() === batch.columns.join());
  if (!table || !isShape) {
    throw new Fault("package-damaged", `A package holds rows of ${batch.table} in another shape than here.`);
  }
  const { is, rows, oldestAt } = batch;
  return { is, table, rows, oldestAt, lines: await linesOf(batch.part, received) };
}

async function linesOf(part: string, received: Received): Promise<Uint8Array> {
  const face = received.manifest.parts.find((one) => one.name === part);
  if (!face) throw new Fault("package-damaged", `A package names part ${part} and holds none.`, part);
  const packed = await received.readPart(face);
  try {
    return unpackLines(packed);
  } catch (thrown) {
    throw new Fault("package-damaged", `Part ${part} of a package cannot be read.`, part, thrown);
  }
}
