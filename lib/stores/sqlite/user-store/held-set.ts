import { createHash, hash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { type HeldSet, heldName, MOST_HELD_NAMED } from "#lib/domain/held.ts";
import { BlockMemo } from "./block-memo.ts";
import type { Block, PendingTally } from "./pending-tally.ts";

type HeldReader = {
  readonly count: (subjects: readonly number[]) => number;
  readonly blocks: (subjects: readonly number[]) => readonly Block[];
  /** Hashes all blocks, with turns for others in between; `read` is quick then. */
  readonly prepare: (subjects: readonly number[]) => Promise<void>;
  readonly read: (subjects: readonly number[]) => HeldSet | null;
};

/**
 * Reads which deletions are held. Asked with every report, of a set that hardly ever changes: each block of entries is
 * hashed once, and again only when it was counted again.
 */
export function heldReader(db: DatabaseSync, tally: PendingTally): HeldReader {
  const own = "held = 1 AND +subject IN (SELECT value FROM json_each(?))";
  // Put together by SQLite: a key may be bytes that are no valid text, and rows come out one by one many times slower.
  const entries = db.prepare(`
    SELECT CAST(group_concat(id || ' ' || subject || ' ' || length(key) || ' ' || key, ' ' ORDER BY id) AS BLOB) AS text
    FROM pending WHERE id BETWEEN ? AND ? AND ${own}`);
  const first = db.prepare(`
    SELECT (SELECT tbl FROM subjects s WHERE s.id = subject) AS tbl, key FROM pending
    WHERE id BETWEEN ? AND ? AND ${own} ORDER BY id LIMIT ?`);
  const hashes = new BlockMemo<string>();
  const blocks = (subjects: readonly number[]) =>
    tally.blocks().filter((block) => block.sums.some((sum) => sum.isHeld && subjects.includes(sum.subject)));
  const sumsOf = (subjects: readonly number[]) =>
    blocks(subjects).flatMap((block) => block.sums.filter((sum) => sum.isHeld && subjects.includes(sum.subject)));

  const hashOf = (block: Block, list: string): string =>
    hashes.get(block, list, () => {
      const text = entries.get(block.from, block.to, list)?.text;
      return hash("sha256", text instanceof Uint8Array ? text : "");
    });

  const namesOf = (subjects: readonly number[], list: string): string[] => {
    const names: string[] = [];
    for (const { from, to } of blocks(subjects)) {
      if (names.length >= MOST_HELD_NAMED) break;
      const rows = first.all(from, to, list, MOST_HELD_NAMED - names.length);
      names.push(...rows.map(({ tbl, key }) => heldName(String(tbl), String(key))));
    }
    return names;
  };

  return {
    blocks,
    prepare: async (subjects) => {
      const list = JSON.stringify(subjects);
      for (;;) {
        const next = blocks(subjects).find((block) => !hashes.has(block, list));
        if (next === undefined) return;
        hashOf(next, list);
        await turn();
      }
    },
    count: (subjects) => sumsOf(subjects).reduce((sum, one) => sum + one.items, 0),
    read: (subjects) => {
      const sums = sumsOf(subjects);
      const [since] = sums.map((sum) => sum.oldest).sort();
      if (since === undefined) return null;
      const list = JSON.stringify(subjects);
      const all = createHash("sha256");
      for (const block of blocks(subjects)) all.update(hashOf(block, list));
      const items = sums.reduce((sum, one) => sum + one.items, 0);
      return { items, token: all.digest("hex").slice(0, 32), since, named: namesOf(subjects, list) };
    },
  };
}
