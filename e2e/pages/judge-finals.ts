import type { ToldModule } from "../world/door.ts";
import { DOCUMENTS, POOL1, POOL2 } from "./pairs-page.ts";
import { filesApart, rowsApart } from "./two-sides.ts";

/** A Final that is a lie begins its words like this: whoever judges a service that may be dead by now tells it from silence. */
export const A_LIE = "It lies:";

/**
 * How many of a pool's modules are Final as of a moment after the last write, rows and files. Both sides are the same then, or it
 * throws.
 */
export function judgeFinals(
  dataFolder: string,
  pool: string,
  modules: readonly ToldModule[],
  writtenAt: number,
): number {
  let seen = 0;
  for (const { Identity, ExportStatus, AsOf, LastScanAt } of modules) {
    if (Identity === DOCUMENTS) continue; // cms.spec.ts judges them
    const isRows = Identity.endsWith("PresenceFocus");
    const speaksOf = isRows ? AsOf : LastScanAt;
    if (ExportStatus !== "FinalState" || speaksOf === null || Date.parse(speaksOf) <= writtenAt) continue;
    const apart = (isRows ? rowsApart : filesApart)(dataFolder, pool, pool === POOL1 ? POOL2 : POOL1);
    if (apart.length > 0)
      throw new Error(
        `${A_LIE} ${pool} ${Identity} is Final as of ${speaksOf}, written until ${writtenAt}; apart are ${apart.join(", ")}`,
      );
    seen += 1;
  }
  return seen;
}
