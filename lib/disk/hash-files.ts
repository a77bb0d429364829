import { join } from "node:path";
import type { Task } from "./crew.ts";
import { hashFile } from "./read-through.ts";

type Names = { readonly folder: string; readonly names: readonly string[] };
type Hashed = { readonly sha256: string; readonly bytes: number };

/** Size and sha256 of each file of a folder; null where there is none. */
export const hashFiles: Task<Names, readonly (Hashed | null)[]> = {
  module: import.meta.url,
  name: "hashFiles",
  run: ({ folder, names }, disk) => names.map((name) => hashFile(disk, join(folder, name))),
};
