import { hasLoss } from "#lib/domain/direction-loss.ts";
import { REASONS } from "#lib/domain/reasons.ts";
import { elsewhereSays } from "./elsewhere-words.ts";
import type { Direction } from "./snapshot.ts";
import type { Words } from "./words.ts";

/** Of an instant as text, to the second: as people read it. */
const SECONDS = 19;

/** What stands behind the sentence: why it is not certain, and the moments of its counts. That nothing is lost has its own. */
export function lossGrounds(direction: Direction): Words {
  const { Loss } = direction;
  const { AsOf, FilesAsOf, Why } = Loss;
  const named = Why === "pool-elsewhere" ? elsewhereSays(direction) : null;
  const why = Why === null ? [] : [named ?? REASONS[Why].says];
  if (AsOf === null || (Why === null && !hasLoss(Loss))) return why;
  const isOne = FilesAsOf === null || FilesAsOf.slice(0, SECONDS) === AsOf.slice(0, SECONDS);
  const files: Words = isOne ? [] : ["; files as of the scan of ", { at: FilesAsOf }];
  return [...why.map((says) => `${says} `), "As of ", { at: AsOf }, ...files, "."];
}
