import type { ModuleName } from "#lib/domain/backup-module.ts";
import { CMS_DOCUMENTS, type CmsDocument } from "#lib/domain/cms-document.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { BATCH_BYTES, BATCH_ITEMS, PACKAGE_BATCHES } from "#lib/domain/limits.ts";
import { type Batch, type PartFace, partName } from "#lib/domain/package.ts";
import type { Packed, Phase, Room } from "#lib/ports/backup-module.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { PendingEntry, UserStore } from "#lib/ports/user-store.ts";
import { COLUMNS, lineOf } from "./line.ts";
import type { ReadPublished } from "./module.ts";
import { keyOf, standingOf, strangeFault } from "./sound.ts";

export type Task = {
  readonly module: ModuleName;
  readonly store: UserStore;
  readonly published: ReadPublished;
  readonly phase: Phase;
  readonly mark: number;
};

/** An entry with the document that it stands for. */
type Loaded = PendingEntry & { readonly document: CmsDocument };

/**
 * The next documents as one package. Only what stands as it was published goes; a strange one stays pending, and one that is
 * gone is forgotten: it becomes pending again when it is put back.
 */
export async function packDocuments(task: Task, room: Room, staging: Staging): Promise<Packed> {
  const { module, store, published, phase, mark } = task;
  await store.check();
  const most = Math.min(room.batches, PACKAGE_BATCHES);
  const entries = await store.book.next(module, phase, mark, most * BATCH_ITEMS);
  const { sound, strange } = await standingOf(store, published);
  const loaded = entries.flatMap((entry): Loaded[] => {
    const document = sound.find(({ name }) => keyOf(name) === entry.key);
    return document === undefined || phase === "tombstones" ? [] : [{ ...entry, document }];
  });
  const isStrange = ({ key }: PendingEntry) => strange.some(({ name }) => keyOf(name) === key);
  const lost = entries.filter((entry) => !loaded.some(({ id }) => id === entry.id));
  const filled = await fill(loaded, most, staging);
  await store.check();
  return {
    ...filled,
    kept: [],
    gone: [],
    back: [],
    void: idsOf(lost.filter((entry) => !isStrange(entry))),
    unreadable: { ids: idsOf(lost.filter(isStrange)), fault: lost.some(isStrange) ? strangeFault(strange) : null },
    dataSet: store.pool,
    source: "home",
    highBatches: 0,
  };
}

async function fill(loaded: readonly Loaded[], most: number, staging: Staging) {
  const batches: Batch[] = [];
  const parts: PartFace[] = [];
  const sent: number[] = [];
  let bytes = 0;
  for (const lot of lotsOf(loaded).slice(0, most)) {
    const text = Buffer.from(lot.map(({ document }) => lineOf(document)).join(""));
    const part = await staging.writePart(partName(parts.length + 1), text);
    parts.push(part);
    batches.push(batchOf(lot, part.name));
    sent.push(...idsOf(lot));
    bytes += text.length;
  }
  return { batches, parts, sent, bytes };
}

/** Batches of at most BATCH_ITEMS and BATCH_BYTES; a larger document is alone. */
function lotsOf(loaded: readonly Loaded[]): Loaded[][] {
  const lots: Loaded[][] = [];
  let room = 0;
  for (const one of loaded) {
    const size = Buffer.byteLength(lineOf(one.document));
    const lot = lots.at(-1);
    if (lot === undefined || lot.length === BATCH_ITEMS || size > room) {
      lots.push([one]);
      room = BATCH_BYTES - size;
    } else {
      lot.push(one);
      room -= size;
    }
  }
  return lots;
}

function batchOf(lot: readonly Loaded[], part: string): Batch {
  const oldestAt = isoInstant(Math.min(...lot.map(({ firstAt }) => firstAt)));
  return { is: "rows", table: CMS_DOCUMENTS, columns: COLUMNS, rows: lot.length, part, oldestAt };
}

function idsOf(entries: readonly PendingEntry[]): number[] {
  return entries.map(({ id }) => id);
}
