import { codeOf } from "#lib/disk/read-through.ts";
import type { Refused } from "#lib/ports/file-store.ts";
import { type Item, pathOf } from "./item.ts";
import { Listing } from "./listing.ts";
import { placeOf, within } from "./names.ts";
import type { PartSource } from "./part-source.ts";
import type { Setting } from "./place-one.ts";
import { COLLIDES, refusalOf } from "./refusal.ts";

/** Of a folder whose group goes over to what is made in it. */
const SET_GROUP = 0o2000;

/**
 * Fills a folder that was made just now and holds nothing: its files are written aside under their names, and all take their
 * place by one rename onto the empty folder, which is half the work of one each. Null where that cannot be: then they are to
 * be placed one by one.
 */
export function placeFresh(
  { disk, base, aside }: Setting,
  source: PartSource,
  folder: string,
  items: readonly Item[],
): readonly Refused[] | null {
  const own = `${aside}/folder`;
  const place = placeOf(base, folder);
  if ((disk.lstatSync(place).mode & SET_GROUP) !== 0) return null;
  try {
    disk.mkdirSync(own, { mode: 0o700 });
    const refused: Refused[] = [];
    const written = items.filter((item) => {
      const sentence = writeIn(source, own, item);
      if (sentence !== null) refused.push({ path: pathOf(item), sentence });
      return sentence === null;
    });
    const found = new Listing(disk, own);
    for (const item of written) {
      if (found.has(item.name)) continue; // the name that is found is the bytes that were meant
      disk.rmSync(within(own, "", item.name));
      refused.push({ path: pathOf(item), sentence: COLLIDES });
    }
    disk.renameSync(own, place);
    return refused;
  } catch {
    disk.rmSync(own, { recursive: true, force: true });
    return null; // what does not pass fails again where it is placed by itself, and is told from there
  }
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
