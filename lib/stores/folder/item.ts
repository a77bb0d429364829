import type { FileList } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";

/** A file that is to be placed. */
export type Item = {
  readonly folder: string;
  readonly name: string;
  readonly mode: number;
  readonly mtimeNs: bigint;
  /** Where its content is in its part. */
  readonly at: number;
  readonly bytes: number;
};

export function pathOf({ folder, name }: Item): string {
  return joinPath(folder, name);
}

/** The files of a list, one by one. */
export function itemsOf({ folder, names, at, bytes, modes, mtimesNs }: FileList): Item[] {
  const mtimes = mtimesNs.split(" ");
  let next = at;
  return names.split("/").map((name, number) => {
    const size = bytes[number] ?? 0;
    const item = {
      folder,
      name,
      mode: modes[number] ?? 0,
      mtimeNs: BigInt(mtimes[number] ?? 0),
      at: next,
      bytes: size,
    };
    next += size;
    return item;
  });
}

/** True when all files of a list lie within a part of so many bytes. */
export function fits({ at, bytes }: FileList, size: number): boolean {
  return bytes.reduce((sum, one) => sum + one, at) <= size;
}
