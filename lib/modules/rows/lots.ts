import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { Batch } from "#lib/domain/package.ts";
import { columnNames, type RowTable } from "#lib/domain/row-table.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { RowLot } from "#lib/ports/user-store.ts";
import { unpackLines } from "./row-codec.ts";

/** A batch of a package as it is applied; faults with "package-damaged" when it holds no rows of these tables. */
export async function lotOf(
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
