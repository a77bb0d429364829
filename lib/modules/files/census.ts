import type { LookAt } from "./look.ts";

/** How many items the content has, as the last look saw it; counted up to `enough`. */
export function census({ scanList, pool, files }: LookAt, enough: number): number {
  let items = 0;
  for (const sight of scanList.sights(pool)) {
    items += files.countOf(sight);
    if (items >= enough) break;
  }
  return items;
}
