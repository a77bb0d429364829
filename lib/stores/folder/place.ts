import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf, hashFile } from "#lib/disk/read-through.ts";
import { listOf, type TextList, textList } from "#lib/disk/text-list.ts";
import type { PlacedFile, Refused } from "#lib/ports/file-store.ts";
import { hasFace, setFace } from "./face.ts";
import { Listing } from "./listing.ts";
import { nameOf, type Place, placeOf, within } from "./names.ts";
import { COLLIDES, refusalOf } from "./refusal.ts";
import { discard } from "./trash.ts";

/** Files of one folder, in columns: they travel to a thread many times faster than objects. */
export type FilesOfFolder = {
  readonly folder: string;
  readonly paths: TextList;
  readonly staged: TextList;
  readonly modes: Uint16Array;
  readonly mtimes: BigInt64Array;
  readonly hashes: TextList;
};

export function filesOfFolder(folder: string, files: readonly PlacedFile[]): FilesOfFolder {
  return {
    folder,
    paths: textList(files.map((file) => file.path)),
    staged: textList(files.map((file) => file.staged)),
    modes: Uint16Array.from(files, (file) => file.mode),
    mtimes: BigInt64Array.from(files, (file) => file.mtimeNs),
    hashes: textList(files.map((file) => file.sha256)),
  };
}

function filesIn({ paths, staged, modes, mtimes, hashes }: FilesOfFolder): PlacedFile[] {
  const places = listOf(staged);
  const sums = listOf(hashes);
  return listOf(paths).map((path, at) => ({
    path,
    staged: places[at] ?? "",
    mode: modes[at] ?? 0,
    mtimeNs: mtimes[at] ?? 0n,
    sha256: sums[at] ?? "",
  }));
}
export type PlaceInput = { readonly base: string; readonly folders: readonly FilesOfFolder[]; readonly trash: string };
export type PlaceOutput = {
  readonly refused: readonly Refused[];
  /** A file that is neither staged nor in its place. */
  readonly missing: string | null;
};

/** Moves staged files to their places, folder by folder. */
export const placeFiles: Task<PlaceInput, PlaceOutput> = {
  module: import.meta.url,
  name: "placeFiles",
  isUrgent: true,
  run: ({ base, folders, trash }, disk) => {
    const refused: Refused[] = [];
    for (const one of folders) {
      const { folder } = one;
      const work = () => placeAll(disk, base, folder, filesIn(one), trash, refused);
      const missing = inOpened(disk, placeOf(base, folder), work);
      if (missing !== null) return { refused, missing };
    }
    return { refused, missing: null };
  },
};

/** A folder that its owner shut takes content all the same, and is shut again after it. */
function inOpened<T>(disk: Disk, folder: Place, work: () => T): T {
  const mode = disk.lstatSync(folder).mode & 0o777;
  if ((mode & 0o700) === 0o700) return work();
  disk.chmodSync(folder, mode | 0o700);
  try {
    return work();
  } finally {
    disk.chmodSync(folder, mode);
  }
}

/** The path of a missing file; null when all have their place or were refused. */
function placeAll(
  disk: Disk,
  base: string,
  folder: string,
  files: readonly PlacedFile[],
  trash: string,
  refused: Refused[],
): string | null {
  const listing = new Listing(disk, placeOf(base, folder));
  const placed: PlacedFile[] = [];
  for (const file of files) {
    try {
      const outcome = placeOne(disk, base, file, trash, listing);
      if (outcome === "missing") return file.path;
      if (outcome === "collides") refused.push({ path: file.path, sentence: COLLIDES });
      if (outcome === "placed") placed.push(file);
    } catch (thrown) {
      const sentence = refusalOf(thrown);
      if (sentence === null) throw thrown;
      refused.push({ path: file.path, sentence });
    }
  }
  if (placed.length === 0) return null;
  const found = new Listing(disk, placeOf(base, folder));
  for (const { path } of placed) {
    if (found.has(nameOf(path))) continue; // the name that is found is the bytes that were meant
    disk.rmSync(placeOf(base, path));
    refused.push({ path, sentence: COLLIDES });
  }
  return null;
}

function placeOne(
  disk: Disk,
  base: string,
  file: PlacedFile,
  trash: string,
  listing: Listing,
): "placed" | "right" | "missing" | "collides" {
  const target = placeOf(base, file.path);
  const name = nameOf(file.path);
  const there = listing.has(name) ? disk.lstatSync(target, { throwIfNoEntry: false }) : undefined;
  if (!there && listing.collides(name)) return "collides";
  const staged = disk.lstatSync(file.staged, { throwIfNoEntry: false });
  if (there?.isFile() && isRight(disk, target, there, staged, file)) return "right";
  if (!staged?.isFile()) return "missing"; // a link or anything else that was put there is no part of the package
  if (there && !there.isFile()) discard(disk, base, file.path, trash);
  if (!hasFace(staged, file)) setFace(disk, file.staged, file.mode, file.mtimeNs);
  renameOrCopy(disk, file, target, base);
  listing.added(name);
  return "placed";
}

/** The place holds that content already: with nothing staged it only gets its face; identical it stays untouched. */
function isRight(disk: Disk, target: Place, there: Stats, staged: Stats | undefined, file: PlacedFile): boolean {
  if (staged && (staged.size !== there.size || !hasFace(there, file))) return false;
  if (hashFile(disk, target)?.sha256 !== file.sha256) return false;
  if (!hasFace(there, file)) setFace(disk, target, file.mode, file.mtimeNs);
  return true;
}

/** A mount inside the standby is another file system: copied aside there and synced before it takes the name (DESIGN 4). */
function renameOrCopy(disk: Disk, file: PlacedFile, target: Place, base: string): void {
  try {
    disk.renameSync(file.staged, target);
  } catch (thrown) {
    if (codeOf(thrown) !== "EXDEV") throw thrown;
    const mark = createHash("sha256").update(file.path).digest("hex").slice(0, 16);
    const aside = within(base, file.path.slice(0, -nameOf(file.path).length - 1), `.pairkeeper-aside-${mark}`);
    try {
      copyDurably(disk, file, aside);
      disk.renameSync(aside, target);
    } catch (failed) {
      disk.rmSync(aside, { force: true });
      throw failed;
    }
  }
}

function copyDurably(disk: Disk, file: PlacedFile, aside: Place): void {
  disk.copyFileSync(file.staged, aside);
  setFace(disk, aside, file.mode, file.mtimeNs);
  const fd = disk.openSync(aside, "r");
  try {
    disk.fsyncSync(fd);
  } finally {
    disk.closeSync(fd);
  }
}
