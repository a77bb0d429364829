import type { Stats } from "node:fs";
import type { Disk } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { Refused } from "#lib/ports/file-store.ts";
import { type Item, pathOf } from "./item.ts";
import { Listing } from "./listing.ts";
import { placeOf, within } from "./names.ts";
import type { PartSource } from "./part-source.ts";
import type { Setting } from "./place-one.ts";
import { COLLIDES, refusalOf } from "./refusal.ts";

/** Kind of file, and bits that are inherited. */
const SPECIAL = ~0o777;

/**
 * Fills a folder that holds nothing: its files are written aside under their names, and all take their place by one rename
 * onto the empty folder, which is half the work of one each. Null where that cannot be: then they are to be placed one by
 * one.
 */
export function fillFolder(
  { disk, base, aside }: Setting,
  source: PartSource,
  folder: string,
  items: readonly Item[],
): readonly Refused[] | null {
  const own = `${aside}/folder`;
  const place = placeOf(base, folder);
  try {
    disk.mkdirSync(own, { mode: 0o700 });
    if (folder === "" || !isAlike(disk.lstatSync(place), disk.lstatSync(own))) throw new Error("It has to stay.");
    const refused = writeAll(disk, source, own, folder, items);
    disk.chmodSync(own, disk.lstatSync(place).mode & 0o777);
    disk.renameSync(own, place);
    return refused;
  } catch {
    disk.rmSync(own, { recursive: true, force: true });
    return null; // what does not pass fails again where it is placed by itself, and is told from there
  }
}

/** True when nobody can tell one folder from the other but by its mode. */
function isAlike(there: Stats, own: Stats): boolean {
  return there.uid === own.uid && there.gid === own.gid && (there.mode & SPECIAL) === (own.mode & SPECIAL);
}

/** The names that are found are the bytes that were meant, or the files go again. */
function writeAll(disk: Disk, source: PartSource, own: string, folder: string, items: readonly Item[]): Refused[] {
  const refused: Refused[] = [];
  const written = items.filter((item) => {
    const sentence = writeIn(source, own, item);
    if (sentence !== null) refused.push({ path: pathOf(item), sentence });
    return sentence === null;
  });
  const names = written.map((item) => item.name);
  for (const name of new Listing(disk, own).without(names)) {
    disk.rmSync(within(own, "", name));
    refused.push({ path: joinPath(folder, name), sentence: COLLIDES });
  }
  return refused;
}

/** Why the name cannot be held; null when it is written. */
function writeIn(source: PartSource, folder: string, item: Item): string | null {
  try {
    source.write(item, within(folder, "", item.name));
    return null;
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST") return COLLIDES;
    const sentence = refusalOf(thrown);
    if (sentence === null) throw thrown;
    return sentence;
  }
}
