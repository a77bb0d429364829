import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { RowBatch } from "#lib/domain/package.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { RowImage, UserStore } from "#lib/ports/user-store.ts";
import { unpackRows } from "./row-codec.ts";

/** Imports rows of `tables` into this pool's user database: a transaction a batch, its position inside. */
export function rowsImport(module: ModuleName, tables: readonly RowTable[], store: UserStore): ImportSide {
  return {
    check: () => store.check(),
    apply: async (home, received, position, getsOn) => {
      const { manifest, ref } = received;
      const isResumed = position.working?.hash === ref.hash;
      const first = isResumed ? (position.working?.batchesDone ?? 0) : 0;
      for (const [index, batch] of manifest.batches.entries()) {
        if (index < first) continue;
        if (batch.is !== "rows") throw new Fault("package-damaged", `A package of ${module} holds no rows.`);
        const table = tableOf(tables, batch);
        const images = await imagesOf(batch, received);
        const working = { ...ref, batchesDone: index + 1 };
        const place = { module, from: manifest.lane.from, position: { applied: position.applied, working } };
        await store.rows.apply(table, home, images, place);
        getsOn();
      }
    },
  };
}

function tableOf(tables: readonly RowTable[], batch: RowBatch): RowTable {
  const table = tables.find((one) => one.name === batch.table);
  if (table && table.columns.join() === batch.columns.join()) return table;
  throw new Fault("package-damaged", `A package holds rows of ${batch.table} in another shape than here.`);
}

async function imagesOf(batch: RowBatch, received: Received): Promise<RowImage[]> {
  let images: RowImage[];
  try {
    images = unpackRows(await received.readPart(batch.part));
  } catch (thrown) {
    throw new Fault("package-damaged", `Part ${batch.part} of a package cannot be read.`, batch.part, thrown);
  }
  if (images.length === batch.keys.length) return images;
  throw new Fault("package-damaged", `Part ${batch.part} holds ${images.length} rows, not ${batch.keys.length}.`);
}
