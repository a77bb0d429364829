import { setImmediate as turn } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { BEGINNING, ChainReader } from "#lib/domain/audit-chain.ts";
import { type AuditLog, type AuditQuestion, type ChainVerdict, SETTINGS } from "#lib/ports/audit-log.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { chainedRow, leaveAudit, readChain, sha256 } from "./audit.ts";
import type { LedgerSchema } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

/** So many rows are read at once; a page that waits waits a few milliseconds. */
const PIECE = 500;

/** The audit over SQLite. */
export function sqliteAuditLog(db: Db, clock: Pick<Clock, "now">): AuditLog {
  return {
    latest: async (asked, below, limit) => {
      const rows = rowsOf(db, asked).orderBy("n", "desc").limit(limit);
      return (await (below === null ? rows : rows.where("n", "<", below)).execute()).map(chainedRow);
    },
    oldest: async (asked, above, limit) => {
      const rows = await rowsOf(db, asked).where("n", ">", above).orderBy("n").limit(limit).execute();
      return rows.map(chainedRow);
    },
    verify: () => verify(db),
    leave: ({ reason, ...deed }, by) =>
      db.transaction().execute((write) => leaveAudit(write, { ...by, reason }, clock.now(), { ...deed, before: null })),
  };
}

const NAMING = ["subject", "before_json", "after_json"];

function rowsOf(db: Db, { from, to, pool, within, actor, action, door, text }: AuditQuestion) {
  let rows = db.selectFrom("audit").selectAll().where("at", ">", from).where("at", "<=", to);
  if (action !== null) rows = rows.where("action", "=", action);
  if (door !== null) rows = rows.where("door", "=", door);
  const has = (column: string, part: string) =>
    sql<boolean>`instr(lower(${sql.ref(column)}), lower(${column.endsWith("_json") ? inJson(part) : part})) > 0`;
  if (actor !== null) rows = rows.where(has("actor", actor));
  if (pool !== null) rows = rows.where((one) => one.or(NAMING.map((column) => has(column, pool))));
  if (within !== undefined)
    rows = rows.where((one) =>
      one.or([one("subject", "=", SETTINGS), ...within.flatMap((name) => NAMING.map((column) => has(column, name)))]),
    );
  if (text === null) return rows;
  const everywhere = ["actor", "action", "subject", "reason", "before_json", "after_json"];
  return rows.where((one) => one.or(everywhere.map((column) => has(column, text))));
}

/** A text as it stands within a JSON string. */
function inJson(part: string): string {
  return JSON.stringify(part).slice(1, -1);
}

/** Each piece with the head of the same moment: rows that are left meanwhile are read too, and none looks like one too many. */
async function verify(db: Db): Promise<ChainVerdict> {
  let reader: ChainReader | null = null;
  let rows = 0;
  for (let n = Number.MIN_SAFE_INTEGER; ; ) {
    const piece = await db
      .transaction()
      .setAccessMode("read only")
      .execute(async (read) => ({
        chain: (await readChain(read)) ?? { first: BEGINNING, head: BEGINNING },
        kept: await read.selectFrom("audit").selectAll().where("n", ">", n).orderBy("n").limit(PIECE).execute(),
      }));
    reader ??= new ChainReader(piece.chain.first, sha256);
    for (const row of piece.kept) {
      const fault = reader.read(chainedRow(row), piece.chain.head);
      if (fault !== null) return { rows, last: reader.last, fault };
      rows++;
      n = row.n;
    }
    if (piece.kept.length < PIECE) return { rows, last: reader.last, fault: reader.end(piece.chain.head) };
    await turn();
  }
}
