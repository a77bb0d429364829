import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { LaneBook, PendingEntry } from "#lib/ports/user-store.ts";
import { BlockMemo } from "./block-memo.ts";
import { heldReader } from "./held-set.ts";
import { ownSubjects } from "./own-subjects.ts";
import { forgetFlying, forgetSent, forgetTaken } from "./pending-sql.ts";
import { type Block, type PendingTally, type Sum, TOUCHED } from "./pending-tally.ts";
import { sparing } from "./sparing.ts";
import type { Write } from "./write-lock.ts";

type GuardBook = Pick<
  LaneBook,
  "aboveGone" | "guardFacts" | "hold" | "heldSet" | "release" | "contest" | "guarded" | "setRenamed"
>;

/** Blocks of entries that are held in one transaction: other programs wait for the lock no longer than this takes. */
const STRIDE = 3;

/**
 * A rename counts no deletion, but it is held with those that are held: its other name may have gone before the partner got it,
 * and then this one is the last copy.
 */
const RENAMED = 2;

const SUBJECT = "+subject IN (SELECT value FROM json_each(:own))";

/**
 * What the guard reckons with (DESIGN L10). `counts` of a tombstone: it is a deletion that counts, no rename and not released;
 * of an image: it is new or different, and may be the other name of what is gone.
 */
export function guardBook(db: DatabaseSync, tally: PendingTally, write: Write): GuardBook {
  const own = ownSubjects(db);
  const held = heldReader(db, tally);
  const counts = new BlockMemo<number>();
  const waiting = db.prepare(`
    SELECT count(*) AS n FROM pending
    WHERE id BETWEEN :from AND :to AND gone = 1 AND held = 0 AND counts = 1 AND ${SUBJECT}`);
  // What waits again is no longer sent; sent again because everything is, it was sent before as well.
  const sent = db.prepare(`
    SELECT count(*) AS n FROM deleted d
    WHERE d.counted_at >= :since AND d.subject IN (SELECT value FROM json_each(:own)) AND NOT EXISTS (
      SELECT 1 FROM pending p WHERE p.subject = d.subject AND p.key = d.key AND NOT (p.gone = 1 AND p.counts = 0))`);
  const hold = db.prepare(`
    UPDATE pending SET held = 1 + ${TOUCHED}(id)
    WHERE id BETWEEN :from AND :to AND gone = 1 AND held = 0 AND counts > 0 AND ${SUBJECT}`);
  const letGo = db.prepare(`
    UPDATE pending SET held = ${TOUCHED}(id), counts = 0 WHERE id BETWEEN :from AND :to AND held = 1 AND ${SUBJECT}`);
  const drop = db.prepare(`
    DELETE FROM pending WHERE id BETWEEN :from AND :to AND held = 1 AND ${TOUCHED}(id) = 0 AND ${SUBJECT}`);
  const heldIn = db.prepare(`
    SELECT id, (SELECT tbl FROM subjects s WHERE s.id = subject) AS tbl, key, first_at FROM pending
    WHERE id BETWEEN :from AND :to AND held = 1 AND ${SUBJECT}`);
  const spare = sparing(db);
  const isContested = `p.id BETWEEN :from AND :to AND p.held = 1 AND +p.${SUBJECT.slice(1)}`;
  const untake = db.prepare(forgetTaken("pending p", isContested));
  const unsay = db.prepare(forgetSent("pending p", isContested));
  const unsend = db.prepare(forgetFlying("pending p", isContested));
  const renamed = db.prepare(`UPDATE pending SET counts = ${RENAMED} WHERE id IN (SELECT value FROM json_each(?))`);
  const guarded = db.prepare(`
    SELECT id, (SELECT tbl FROM subjects s WHERE s.id = subject) AS tbl, key, first_at FROM pending
    WHERE id BETWEEN :from AND :to AND gone = :gone AND held = 0 AND counts = 1 AND ${SUBJECT}
    ORDER BY id LIMIT :limit`);
  // "0" is the character after "/": the range holds what is below and nothing else.
  const above = db.prepare(`
    SELECT asked.value AS key FROM json_each(:keys) asked WHERE EXISTS (
      SELECT 1 FROM pending WHERE subject = (SELECT id FROM subjects WHERE module = :module AND tbl = :table)
        AND key > asked.value || '/' AND key < asked.value || '0' AND gone = 1 AND held >= :held)`);
  /** Blocks that may hold deletions of the module, or images. */
  const blocksOf = (subjects: readonly number[], isGone: boolean) =>
    tally
      .blocks()
      .filter((block) =>
        block.sums.some((sum) => sum.isGone === isGone && !sum.isHeld && subjects.includes(sum.subject)),
      );

  return {
    guardFacts: async (module, since) => {
      const subjects = own(module);
      const list = JSON.stringify(subjects);
      const count = (block: Block) =>
        counts.get(block, list, () => Number(waiting.get({ from: block.from, to: block.to, own: list })?.n));
      return {
        sent: Number(sent.get({ since: isoInstant(since), own: list })?.n),
        waiting: blocksOf(subjects, true).reduce((sum, block) => sum + count(block), 0),
        held: held.count(subjects),
      };
    },
    hold: async (module) => {
      const subjects = own(module);
      const blocks = blocksOf(subjects, true);
      let items = 0;
      for (let at = 0; at < blocks.length; at += STRIDE) {
        await write(() => {
          for (const { from, to } of blocks.slice(at, at + STRIDE)) {
            items += Number(hold.run({ from, to, own: JSON.stringify(subjects) }).changes);
          }
        });
        await turn();
      }
      return items;
    },
    heldSet: async (module) => {
      await held.prepare(own(module));
      return held.read(own(module));
    },
    release: async (module, token) => {
      await held.prepare(own(module));
      return write(() => {
        const subjects = own(module);
        if (held.read(subjects)?.token !== token) return false;
        for (const { from, to } of held.blocks(subjects)) letGo.run({ from, to, own: JSON.stringify(subjects) });
        return true;
      });
    },
    contest: async (module, stillHere = async () => new Map()) => {
      for (const { from, to } of held.blocks(own(module))) {
        const waiting = heldIn.all({ from, to, own: JSON.stringify(own(module)) }).map(entryOf);
        const here = await stillHere(waiting);
        if (here.size > 0) await write(() => spare(tally, here));
      }
      return write(() => {
        const subjects = own(module);
        const list = JSON.stringify(subjects);
        let items = 0;
        const blocks = held.blocks(subjects);
        const [first, last] = [blocks[0], blocks.at(-1)];
        if (first && last) unsend.run({ from: first.from, to: last.to, own: list, module });
        for (const { from, to } of blocks) {
          const these = { from, to, own: list };
          untake.run(these);
          unsay.run(these);
          items += Number(drop.run(these).changes);
        }
        return items;
      });
    },
    aboveGone: async (module, table, keys, which) => {
      const subjects = own(module);
      const isThat = (sum: Sum) => sum.isGone && (sum.isHeld || which === "gone") && subjects.includes(sum.subject);
      const hasGone = tally.blocks().some(({ sums }) => sums.some(isThat));
      if (!hasGone) return new Set();
      return new Set(
        above
          .all({ module, table, keys: JSON.stringify(keys), held: which === "held" ? 1 : 0 })
          .map(({ key }) => String(key)),
      );
    },
    guarded: async (module, phase, after, limit) => {
      const subjects = own(module);
      const list = JSON.stringify(subjects);
      const gone = phase === "tombstones" ? 1 : 0;
      const found: PendingEntry[] = [];
      for (const { from, to } of blocksOf(subjects, gone === 1)) {
        if (to <= after || found.length >= limit) continue;
        const rows = guarded.all({ from: Math.max(from, after + 1), to, gone, own: list, limit: limit - found.length });
        for (const { id, tbl, key, first_at } of rows) {
          found.push(entryOf({ id, tbl, key, first_at }));
        }
      }
      return found;
    },
    setRenamed: async (_module: ModuleName, ids) => {
      if (ids.length > 0) {
        await write(() => {
          for (const id of ids) tally.touch(id);
          renamed.run(JSON.stringify(ids));
        });
      }
    },
  };
}

function entryOf({ id, tbl, key, first_at }: { readonly [column: string]: SQLOutputValue | undefined }): PendingEntry {
  return { id: Number(id), table: String(tbl), key: String(key), firstAt: Date.parse(String(first_at)) };
}
