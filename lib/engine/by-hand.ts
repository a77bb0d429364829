import type { Instant } from "#lib/domain/instant.ts";
import type { InventorySide } from "#lib/ports/backup-module.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { ExportParts } from "./lane-parts.ts";
import type { RunBook } from "./run-book.ts";

type Parts = Pick<ExportParts, "lane" | "clock">;

/** A person lets go what the guard holds: exactly the set that was shown (DESIGN L10). */
export async function releaseHeld({ lane, clock }: Parts, runs: RunBook, book: LaneBook): Promise<void> {
  for (const { id, detail } of runs.looking("release")) {
    const isDone = await book.release(lane.module, detail.token ?? "");
    const problem = isDone ? null : "The set of held deletions is another by now: look at it again.";
    runs.end(id, isDone ? "done" : "failed", problem, clock.now());
  }
}

/** What a person chose from the trash goes back to its home. */
export async function bringBack(
  { lane, clock }: Parts,
  runs: RunBook,
  inventory: InventorySide,
  at: Instant,
): Promise<void> {
  for (const { id, detail } of runs.looking("bring-back")) {
    const found = await inventory.giveBackTrash(lane.to, detail.trashItems, at);
    if (found === 0) runs.end(id, "failed", "None of these is in the trash any more.", clock.now());
  }
}
