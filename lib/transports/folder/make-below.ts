import { mkdirSync } from "node:fs";
import { codeOf } from "#lib/disk/read-through.ts";

/** Makes folders one below the other in `root`, which has to be there: nobody makes a BackupStore by the way (DESIGN L9). */
export function makeBelow(root: string, ...names: readonly string[]): string {
  let folder = root;
  for (const name of names) {
    folder = `${folder}/${name}`;
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (thrown) {
      if (codeOf(thrown) !== "EEXIST") throw thrown;
    }
  }
  return folder;
}
