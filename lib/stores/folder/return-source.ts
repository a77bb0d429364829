import { hash } from "node:crypto";
import type { Disk } from "#lib/disk/crew.ts";
import { hashFile } from "#lib/disk/read-through.ts";
import type { StagedPart } from "#lib/ports/file-store.ts";
import { setFace } from "./face.ts";
import { fits, type Item } from "./item.ts";
import type { Place } from "./names.ts";
import { LARGE, readPart } from "./part-buffer.ts";
import { PartSource } from "./part-source.ts";

/** A part that is what it has to be, and the files in it. */
export interface ReturnSource {
  sha256(item: Item): string;
  /** Writes a new file, with its face. */
  write(item: Item, to: Place): void;
  /** Has the file stand aside, whole; `own` is the item's own place there. Answers where it stands. */
  standAside(item: Item, own: string): string;
}

/** Null when the part is gone, or is not what it has to be. What is small stays readable until the next is opened. */
export function openReturn(disk: Disk, base: string, part: StagedPart): ReturnSource | null {
  if (!part.files.every((list) => fits(list, part.bytes))) return null;
  if (isLarge(part)) return large(disk, part);
  const content = readPart(disk, part);
  if (content === null) return null;
  const files = new PartSource(disk, base, content, "");
  return {
    sha256: ({ at, bytes }) => hash("sha256", content.subarray(at, at + bytes)),
    write: (item, to) => files.write(item, to),
    standAside: (item, own) => {
      disk.rmSync(own, { force: true });
      files.write(item, own);
      return own;
    },
  };
}

function isLarge({ files, bytes }: StagedPart): boolean {
  const [only] = files;
  return files.length === 1 && only?.bytes.length === 1 && only.bytes[0] === bytes && bytes >= LARGE;
}

/** A large file is a part of its own, and stands aside as it is: under a second name, where the file system has such. */
function large(disk: Disk, { staged, bytes, sha256 }: StagedPart): ReturnSource | null {
  const isThere = disk.lstatSync(staged, { throwIfNoEntry: false })?.isFile() === true;
  const found = isThere ? hashFile(disk, staged, bytes) : null;
  if (found?.bytes !== bytes || found.sha256 !== sha256) return null;
  return {
    sha256: () => sha256,
    write: ({ mode, mtimeNs }, to) => {
      disk.copyFileSync(staged, to);
      setFace(disk, to, mode, mtimeNs);
    },
    standAside: ({ mode, mtimeNs }, own) => {
      setFace(disk, staged, mode, mtimeNs);
      disk.rmSync(own, { force: true });
      try {
        disk.linkSync(staged, own);
        return own;
      } catch {
        disk.writeFileSync(own, "", { mode: 0o600 });
        return staged;
      }
    },
  };
}
