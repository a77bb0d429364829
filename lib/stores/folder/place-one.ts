import type { Disk } from "#lib/disk/crew.ts";
import { type Item, pathOf } from "./item.ts";
import type { Listing } from "./listing.ts";
import { placeOf } from "./names.ts";
import type { Source } from "./source.ts";
import { discard } from "./trash.ts";

export type Setting = {
  readonly disk: Disk;
  readonly base: string;
  /** A folder for this job alone, on the file system of the content. */
  readonly aside: string;
  readonly trash: string;
};

export type Placed = "placed" | "right" | "missing" | "collides";

/** Puts one file in its place. */
export function placeOne({ disk, base, trash }: Setting, source: Source, item: Item, listing: Listing): Placed {
  const path = pathOf(item);
  const target = placeOf(base, path);
  const there = listing.has(item.name) ? disk.lstatSync(target, { throwIfNoEntry: false }) : undefined;
  if (!there && listing.collides(item.name)) return "collides";
  if (there?.isFile() && source.isIn(target, there, item)) return "right";
  if (!source.isThere()) return "missing";
  if (there && !there.isFile()) discard(disk, base, path, trash);
  source.put(item, target);
  listing.added(item.name);
  return "placed";
}
