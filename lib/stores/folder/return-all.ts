import type { Disk, Hands, Task } from "#lib/disk/crew.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { FileList, FolderItem } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { ReturnedItem, Returning, StagedPart } from "#lib/ports/file-store.ts";
import { jobsOf } from "./jobs.ts";
import { placeOf } from "./names.ts";
import { returnFiles } from "./return-files.ts";
import { returnFolders } from "./return-folders.ts";
import { sideBySide } from "./shards.ts";

const WIDTH = 3;

/** Folders first, then files side by side, one folder by one thread; the modes of folders that were made last. */
export async function returnAll(
  hands: Hands,
  base: string,
  journal: string,
  { folders, parts, unwanted }: Returning,
  getsOn: () => void,
): Promise<readonly ReturnedItem[]> {
  const no = [...unwanted];
  const filled = filledBy(parts, unwanted);
  const made = await hands(returnFolders, { base, folders, filled, unwanted: no, journal });
  const items = [...made.items];
  const open = parts.map((part) => without(part, made.shut, items)).filter((part) => part.files.length > 0);
  await sideBySide(jobsOf(open), WIDTH, async (job) => {
    const returned = await hands(returnFiles, { base, parts: job, unwanted: no, journal });
    getsOn();
    if (returned.damaged !== null) {
      throw new Fault("package-damaged", "A part is gone, or does not match its checksum.", returned.damaged);
    }
    items.push(...returned.items);
  });
  const placed = new Set(made.items.filter((one) => one.is === "placed").map((one) => one.path));
  await hands(setReturnedModes, { base, folders: folders.filter(({ path }) => placed.has(path)) });
  return items;
}

/** Folders that files come into, and whether any of those is wanted. */
function filledBy(parts: readonly StagedPart[], unwanted: ReadonlySet<string>) {
  const filled = new Map<string, boolean>();
  for (const list of parts.flatMap((part) => part.files)) {
    const isWanted = () => list.names.split("/").some((name) => !unwanted.has(joinPath(list.folder, name)));
    filled.set(list.folder, filled.get(list.folder) === true || isWanted());
  }
  return [...filled].map(([path, isWanted]) => ({ path, isWanted }));
}

/** The part without files of folders that are shut to them: what they are is known. */
function without(part: StagedPart, shut: ReadonlyMap<string, ReturnedItem["is"]>, items: ReturnedItem[]): StagedPart {
  const files = part.files.filter((list: FileList) => {
    const is = shut.get(list.folder);
    if (is === undefined) return true;
    for (const [at, name] of list.names.split("/").entries()) {
      items.push({ path: joinPath(list.folder, name), is, bytes: list.bytes[at] ?? 0 });
    }
    return false;
  });
  return { ...part, files };
}

type ModesInput = { readonly base: string; readonly folders: readonly FolderItem[] };

/** Those below first: one that forbids its owner to enter is shut last. */
export const setReturnedModes: Task<ModesInput, null> = {
  module: import.meta.url,
  name: "setReturnedModes",
  isUrgent: true,
  run: ({ base, folders }, disk: Disk) => {
    const deepestFirst = [...folders].sort((a, b) => (a.path < b.path ? 1 : -1));
    for (const { path, mode } of deepestFirst) disk.chmodSync(placeOf(base, path), mode & 0o777);
    return null;
  },
};
