import type { DatabaseSync } from "node:sqlite";
import type { PendingTally } from "./pending-tally.ts";

/**
 * Takes deletions of what was handed over out of those that wait, in a transaction of the caller's; that they were sent stays
 * known. What is given goes once more as an image; of what the partner has told as its own nothing is left to send, and as an
 * image it would be found gone once more, and count.
 */
export function sparing(
  db: DatabaseSync,
): (tally: PendingTally, stillHere: ReadonlyMap<number, "given" | "other">) => void {
  const listed = "id IN (SELECT value FROM json_each(?))";
  const asImages = db.prepare(`UPDATE pending SET gone = 0, held = 0 WHERE ${listed}`);
  const leave = db.prepare(`DELETE FROM pending WHERE ${listed}`);
  return (tally, stillHere) => {
    for (const id of stillHere.keys()) tally.touch(id);
    const of = (holder: "given" | "other") =>
      JSON.stringify([...stillHere].flatMap(([id, is]) => (is === holder ? [id] : [])));
    asImages.run(of("given"));
    leave.run(of("other"));
  };
}
