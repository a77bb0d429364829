import type { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import { OWN_SUBJECTS } from "./pending-sql.ts";
import type { Write } from "./write-lock.ts";

/** Sent tombstones are kept for so long (DESIGN L10). */
export const KEPT_MS = 30 * 24 * 60 * 60_000;
/** Of one transaction: other programs wait for the lock no longer than this takes. */
const STRIDE = 25_000;

/**
 * Tombstones that were sent, and rows that were handed over: this data set holds neither any more. A standby that stands further back than it did has not heard of them, and by looking at this
 * side alone they would never be found again.
 */
export class SentDeletions {
  readonly #write: Write;
  readonly #isGone;
  readonly #remember;
  readonly #hasMoves;
  readonly #rememberMoved;
  readonly #oldest;
  readonly #forget;
  readonly #prune;
  readonly #recall;
  readonly #edge;

  constructor(db: DatabaseSync, write: Write) {
    this.#write = write;
    this.#isGone = db.prepare("SELECT gone FROM pending WHERE id = ?");
    this.#remember = db.prepare(`
      INSERT OR REPLACE INTO deleted (subject, key, at, counted_at)
      SELECT p.subject, p.key, :at, iif(p.counts = 1, :at, d.counted_at)
      FROM json_each(:ids) i CROSS JOIN pending p ON p.id = i.value
        LEFT JOIN deleted d ON d.subject = p.subject AND d.key = p.key WHERE p.gone = 1`);
    this.#hasMoves = db.prepare("SELECT EXISTS (SELECT 1 FROM moves) AS yes");
    this.#rememberMoved = db.prepare(`
      INSERT OR REPLACE INTO deleted (subject, key, at)
      SELECT p.subject, p.key, ? FROM json_each(?) i CROSS JOIN pending p ON p.id = i.value
        JOIN subjects s ON s.id = p.subject JOIN moves m ON m.tbl = s.tbl AND m.key = p.key`);
    this.#oldest = db.prepare("SELECT at FROM deleted ORDER BY id LIMIT 1");
    this.#forget = db.prepare(`
      DELETE FROM deleted WHERE (subject, key) IN (
        SELECT p.subject, p.key FROM json_each(?) i CROSS JOIN pending p ON p.id = i.value)`);
    this.#prune = db.prepare(`
      DELETE FROM deleted WHERE id IN (SELECT id FROM deleted ORDER BY id LIMIT ${STRIDE}) AND at < ?`);
    this.#edge = db.prepare(
      `SELECT max(id) AS id FROM (SELECT id FROM deleted WHERE id > ? ORDER BY id LIMIT ${STRIDE})`,
    );
    this.#recall = db.prepare(`
      INSERT INTO pending (subject, key, first_at, gone, counts)
      SELECT d.subject, d.key, :at, NOT EXISTS (
        SELECT 1 FROM subjects s JOIN moves m ON m.tbl = s.tbl AND m.key = d.key WHERE s.id = d.subject), 0 FROM deleted d
      WHERE d.id > :after AND d.id <= :to AND d.at >= :since AND d.subject IN ${OWN_SUBJECTS} ORDER BY d.id
      ON CONFLICT (subject, key) DO NOTHING`);
  }

  /** To be called in the transaction that launches them; a package holds images or tombstones, never both. */
  launched(ids: readonly number[], at: Instant): void {
    const [first] = ids;
    if (first === undefined) return;
    const oldest = this.#oldest.get()?.at;
    if (this.#isGone.get(first)?.gone === 1) this.#remember.run({ at: isoInstant(at), ids: JSON.stringify(ids) });
    else {
      if (oldest !== undefined) this.#forget.run(JSON.stringify(ids));
      if (this.#hasMoves.get()?.yes === 1) this.#rememberMoved.run(isoInstant(at), JSON.stringify(ids));
    }
    const since = sinceOf(at);
    if (typeof oldest === "string" && oldest < since) this.#prune.run(since);
  }

  /**
   * All that are kept wait again, and count no more than they did. What is there again is found to be when its turn comes. A row
   * that was handed over, and of which the partner has not told since, is no deletion that a restore would drop: it waits as an
   * image, for else it would be the partner's here and this pool's there, and nobody's.
   */
  async recall(module: ModuleName, at: Instant): Promise<void> {
    for (let after: number | null = 0; after !== null; ) {
      const from: number = after;
      after = await this.#write(() => {
        const to = this.#edge.get(from)?.id;
        if (typeof to !== "number") return null;
        this.#recall.run({ module, at: isoInstant(at), since: sinceOf(at), after: from, to });
        return to;
      });
      await turn();
    }
  }
}

function sinceOf(at: Instant): string {
  return isoInstant(at - KEPT_MS);
}
