import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { type HeldSet, heldName, MOST_HELD_NAMED } from "#lib/domain/held.ts";
import type { Block, PendingTally } from "./pending-tally.ts";

type HeldReader = {
  readonly count: (subjects: readonly number[]) => number;
  readonly blocks: (subjects: readonly number[]) => readonly Block[];
  readonly read: (subjects: readonly number[]) => HeldSet | null;
};

/**
 * Reads which deletions are held. Asked with every report, of a set that hardly ever changes: each block of entries is
 * hashed once, and again only when it was counted again.
 */
export function heldReader(db: DatabaseSync, tally: PendingTally): HeldReader {
  const own = "held = 1 AND +subject IN (SELECT value FROM json_each(?))";
  const entries = db.prepare(`
    SELECT id, subject, CAST(key AS BLOB) AS key FROM pending WHERE id BETWEEN ? AND ? AND ${own} ORDER BY id`);
  const first = db.prepare(`
    SELECT (SELECT tbl FROM subjects s WHERE s.id = subject) AS tbl, key FROM pending
    WHERE id BETWEEN ? AND ? AND ${own} ORDER BY id LIMIT ?`);
  const hashes = new WeakMap<Block, Map<string, string>>();
  const blocks = (subjects: readonly number[]) =>
    tally.blocks().filter((block) => block.sums.some((sum) => sum.isHeld && subjects.includes(sum.subject)));
  const sumsOf = (subjects: readonly number[]) =>
    blocks(subjects).flatMap((block) => block.sums.filter((sum) => sum.isHeld && subjects.includes(sum.subject)));

  const hashOf = (block: Block, list: string): string => {
    const known = hashes.get(block) ?? new Map<string, string>();
    hashes.set(block, known);
    const before = known.get(list);
    if (before !== undefined) return before;
    const hash = createHash("sha256");
    for (const { id, subject, key } of entries.iterate(block.from, block.to, list)) {
      if (key instanceof Uint8Array) hash.update(`${id} ${subject} ${key.length} `).update(key);
    }
    const now = hash.digest("hex");
    known.set(list, now);
    return now;
  };

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
