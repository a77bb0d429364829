import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { MARKER_NAME } from "#lib/domain/path-text.ts";
import type { Holding } from "#lib/ports/holdings.ts";
import { checkCopy, type DataSetCopy } from "./compare-file.ts";
import { dataSetFolder } from "./make-file-store.ts";

/** Counts files and folders of one copy of a data set, and their bytes, while `mayGoOn`. What does not travel is not counted. */
export function countContent(copy: DataSetCopy, mayGoOn: () => boolean): Holding {
  checkCopy(copy);
  const top = dataSetFolder(copy.root, copy.folder, copy.home);
  const folders = [top];
  let [items, bytes] = [0, 0];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (folder === top && entry.name === MARKER_NAME) continue;
      if (!entry.isFile() && !entry.isDirectory()) continue;
      if (!mayGoOn()) return { items, bytes, isAll: false };
      items += 1;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else bytes += lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    }
  }
  return { items, bytes, isAll: true };
}
