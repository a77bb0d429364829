import type { Fault } from "#lib/domain/fault.ts";
import type { Look } from "#lib/ports/backup-module.ts";
import type { BookFacts } from "#lib/ports/user-store.ts";
import type { Answer } from "./asking.ts";
import type { ExportGear } from "./export-gear.ts";
import type { OpenedExport } from "./lane-parts.ts";
import { type Amount, NO_AMOUNT } from "./run-book.ts";

export type FoundByAnswer = { readonly isCompared: boolean; readonly found: Amount };

/** Makes pending what differs by the partner's answer. `found`: how much of that did not wait already. */
export async function compareWith(
  gear: ExportGear,
  opened: OpenedExport,
  answer: Answer | null,
  look: Look,
  lost: Fault | null,
): Promise<FoundByAnswer> {
  if (answer === null) return { isCompared: false, found: NO_AMOUNT };
  const { parts, measure, ear, comparison, standby } = gear;
  const { module } = parts.lane;
  const { book } = opened;
  const before = await book.facts(module, [], await book.mark());
  const gotOn = () => measure.progress();
  const { receipt } = ear;
  const isDone = await comparison.compare(opened, answer, look.at, lost !== null, receipt, gotOn);
  if (!isDone) standby.check();
  const isCompared = isDone && lost === null && look.fault === null;
  if (isCompared) await noteCompared(gear, opened);
  return { isCompared, found: amountAdded(before, await book.facts(module, [], await book.mark())) };
}

async function noteCompared({ canary, position }: ExportGear, { side, book }: OpenedExport): Promise<void> {
  await side.noteCompared();
  await canary.compared(book);
  await position.compared(book);
}

/** What came to what waits. */
function amountAdded(before: BookFacts, now: BookFacts): Amount {
  const items = (facts: BookFacts) => facts.upToMark + facts.goneUpToMark;
  const bytes = Math.max(0, (now.pendingBytes ?? 0) - (before.pendingBytes ?? 0));
  return { items: Math.max(0, items(now) - items(before)), bytes };
}
