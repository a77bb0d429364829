import type { Task } from "./crew.ts";
import { hashFile } from "./read-through.ts";
import { listOf, type TextList, textList } from "./text-list.ts";

/** `bytes`: how long each is meant to be. */
type Names = { readonly folder: string; readonly names: TextList; readonly bytes: Float64Array };
/** In columns; the hash of a file that is not there is "". */
export type Hashes = { readonly hashes: TextList; readonly bytes: Float64Array };

/** Size and sha256 of each file of a folder. */
export const hashFiles: Task<Names, Hashes> = {
  module: import.meta.url,
  name: "hashFiles",
  isUrgent: true,
  run: ({ folder, names, bytes }, disk) => {
    const found = new Float64Array(bytes.length);
    const hashes = listOf(names).map((name, at) => {
      const one = hashFile(disk, `${folder}/${name}`, bytes[at]);
      found[at] = one?.bytes ?? 0;
      return one?.sha256 ?? "";
    });
    return { hashes: textList(hashes), bytes: found };
  },
};
