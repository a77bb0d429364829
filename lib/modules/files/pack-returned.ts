import { folderOf, joinPath } from "#lib/domain/path-text.ts";
import type { Source } from "#lib/domain/returned.ts";
import type { Packed, Room } from "#lib/ports/backup-module.ts";
import type { Copied, CopyAsk } from "#lib/ports/file-store.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { PendingEntry } from "#lib/ports/user-store.ts";
import { FROM_STANDBY, FROM_TRASH, pathOfTrashed } from "./inventory.ts";
import { Load, Scales } from "./load.ts";
import type { LookAt } from "./look.ts";
import { checkWhole } from "./standing.ts";

/** Items of one folder in one question. */
const ITEMS = 256;

type Returning = Exclude<Source, "home">;
type Group = { readonly ask: CopyAsk; readonly entries: readonly PendingEntry[] };

/** Packs what goes back to its home (DESIGN L11), from one source; null when nothing waits to. */
export async function packReturned(
  what: LookAt,
  mark: number,
  most: number,
  room: Room,
  staging: Staging,
): Promise<Packed | null> {
  const { book } = what.store;
  for (const [source, table] of [["trash", FROM_TRASH] as const, ["standby", FROM_STANDBY] as const]) {
    const waiting = await book.next(what.module, "images", mark, most, [table]);
    if (waiting.length > 0) return packFrom(what, source, waiting, room, staging);
  }
  return null;
}

/** What is not there any more cannot come back, and nobody waits for it. */
async function packFrom(
  what: LookAt,
  source: Returning,
  waiting: readonly PendingEntry[],
  room: Room,
  staging: Staging,
): Promise<Packed> {
  const { files, store } = what;
  const home = store.partner;
  const isTrash = source === "trash";
  const check = () => (isTrash ? files.checkRoot() : checkWhole(what, home));
  const groups = groupsOf(waiting, staging.partsFolder);
  const asked = groups.map((group) => group.ask);
  await check();
  const scales = new Scales(room);
  const copied = await (isTrash ? files.copyOutOfTrash(home, asked, scales) : files.copyOut(home, asked, scales));
  await check(); // it was there when something was found missing
  const load = new Load();
  for (const { parts } of copied) load.parts.push(...parts);
  for (const [number, group] of groups.entries()) {
    take(load, group, copied[number]?.outcomes ?? [], isTrash ? pathOfTrashed : asItIs);
  }
  return { ...load.packed(), dataSet: home, source };
}

function asItIs(path: string): string {
  return path;
}

/** No look sees standbys and trash: nothing is remembered of their folders. */
function groupsOf(entries: readonly PendingEntry[], into: string): Group[] {
  const groups: Group[] = [];
  let first = 1;
  for (const [folder, all] of Map.groupBy(entries, (entry) => folderOf(entry.key))) {
    for (let from = 0; from < all.length; from += ITEMS) {
      const some = all.slice(from, from + ITEMS);
      const names = some.map(({ key }) => (folder === "" ? key : key.slice(folder.length + 1)));
      groups.push({ ask: { folder, seen: null, owed: [], names, into, first }, entries: some });
      first += some.length;
    }
  }
  return groups;
}

function take(
  load: Load,
  { ask, entries }: Group,
  outcomes: Copied["outcomes"],
  pathOf: (path: string) => string,
): void {
  for (const [item, entry] of entries.entries()) {
    const outcome = outcomes[item] ?? { is: "left" };
    const name = ask.names[item] ?? "";
    const path = pathOf(joinPath(ask.folder, name));
    if (outcome.is === "file") load.addFile(entry, folderOf(path), name, { ...outcome, isAsSeen: true });
    else if (outcome.is === "folder") load.addFolder({ ...entry, key: path }, outcome.mode);
    else if (outcome.is === "unreadable") load.leave(entry, outcome.sentence, outcome.path);
    else if (outcome.is === "absent") load.void.push(entry.id);
  }
}
