import type { Fault } from "#lib/domain/fault.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { isOwnLoss } from "./comparison.ts";
import type { ExportGear } from "./export-gear.ts";
import type { OpenedExport } from "./lane-parts.ts";
import type { Carried, Load } from "./sender.ts";

/**
 * What a long look has brought in goes while it goes on, and the partner has something to do. Whoever asked for a sync is
 * told how much the whole look found: then nothing goes before.
 */
export async function sendAhead(
  { parts, source, runs, comparison, position, sender }: ExportGear,
  { side, book }: OpenedExport,
  cutOffAt: Instant,
  isBackToBack: boolean,
  signal: AbortSignal,
): Promise<void> {
  if (runs.hasOpen || comparison.owesReturn || position.isRewound) return;
  source.checkGivenUp();
  const mark = await book.mark();
  const { upToMark } = await book.facts(parts.lane.module, [], mark);
  const cargo = { side, book, phase: "images", mark, cutOffAt, requestId: null } as const;
  await sender.carryAhead(cargo, upToMark, isBackToBack, signal);
}

/** What goes back to the partner goes first: where this pool's own data set is lost, that is all that can go. */
export async function sendImages(
  { sender }: ExportGear,
  load: Load,
  lost: Fault | null,
  signal: AbortSignal,
): Promise<Carried> {
  try {
    return await sender.carry(load, signal);
  } catch (thrown) {
    if (lost === null || !isOwnLoss(thrown)) throw thrown;
    return { isThrough: true, left: 0, goneFound: 0, fault: lost, returnFault: null };
  }
}
