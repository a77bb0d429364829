import { CONTENT } from "#lib/domain/content.ts";
import { Fault } from "#lib/domain/fault.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { BATCH_ITEMS, EMPTY_ITEM_BYTES, PACKAGE_BATCHES, PACKAGE_BYTES } from "#lib/domain/limits.ts";
import type { GoneFileBatch } from "#lib/domain/package.ts";
import type { Packed, Room } from "#lib/ports/backup-module.ts";
import type { PendingEntry } from "#lib/ports/user-store.ts";
import { findBlockedGone } from "./blocked.ts";
import type { LookAt } from "./look.ts";
import { groupsOf } from "./pack.ts";
import { checkWhole } from "./standing.ts";

/** Makes a package of tombstones: each absence is proved now, in a store that is there before and after (DESIGN L6). */
export async function packGone(what: LookAt, mark: number, room: Room): Promise<Packed> {
  const { store, module, files, pool } = what;
  const most = Math.min(room.items, PACKAGE_BATCHES * BATCH_ITEMS, roomFor(room));
  const waiting = most < 1 ? [] : await store.book.next(module, "tombstones", mark, most, [CONTENT]);
  const blocked = await findBlockedGone(what, waiting);
  const free = blocked.size === 0 ? waiting : waiting.filter((entry) => !blocked.has(entry.id));
  const groups = groupsOf(what, free, waiting.length, "");
  await checkWhole(what, pool);
  const found = await files.findAbsent(
    pool,
    groups.map((group) => group.ask),
  );
  await checkWhole(what, pool);
  const absent: PendingEntry[] = [];
  const back: number[] = [];
  const unproven: number[] = [];
  let fault: Fault | null = null;
  for (const [number, { entries }] of groups.entries()) {
    for (const [item, entry] of entries.entries()) {
      const one = found[number]?.[item];
      if (one?.is === "absent") absent.push(entry);
      else if (one?.is === "there") back.push(entry.id);
      else if (one?.is === "unproven") {
        unproven.push(entry.id);
        fault ??= new Fault("scan-failed", one.sentence, one.path);
      }
    }
  }
  return {
    dataSet: pool,
    source: "home",
    batches: batchesOf(absent),
    parts: [],
    sent: absent.map((entry) => entry.id),
    kept: [],
    gone: [],
    back,
    void: [],
    unreadable: { ids: unproven, fault },
    blocked: [...blocked],
    bytes: absent.length * EMPTY_ITEM_BYTES,
    highBatches: 0,
  };
}

function roomFor({ bytes, isFresh }: Room): number {
  const items = Math.floor(Math.min(bytes, PACKAGE_BYTES) / EMPTY_ITEM_BYTES);
  return isFresh ? Math.max(1, items) : items;
}

function batchesOf(entries: readonly PendingEntry[]): GoneFileBatch[] {
  const batches: GoneFileBatch[] = [];
  for (let from = 0; from < entries.length; from += BATCH_ITEMS) {
    const some = entries.slice(from, from + BATCH_ITEMS);
    const oldestAt = isoInstant(Math.min(...some.map((entry) => entry.firstAt)));
    batches.push({ is: "files-gone", paths: some.map((entry) => entry.key), oldestAt });
  }
  return batches;
}
