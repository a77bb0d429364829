import { joinPath } from "#lib/domain/path-text.ts";
import type { LargestFile } from "#lib/domain/pool-sight.ts";
import type { Sight } from "#lib/ports/file-store.ts";
import { nameText } from "./names.ts";
import { eachMark, nameAt, sightBytes, sizeOf } from "./sight.ts";

/** The larger one of what was found before and the largest file that a sight of `folder` lists. */
export function largestInSight(before: LargestFile, folder: string, sight: Sight): LargestFile {
  const bytes = sightBytes(sight);
  let largest = before;
  for (const mark of eachMark(bytes)) {
    const size = mark.isFolder ? 0 : sizeOf(bytes, mark);
    if (!mark.isFolder && (largest === null || size > largest.bytes))
      largest = { path: joinPath(folder, nameText(nameAt(bytes, mark))), bytes: size };
  }
  return largest;
}
