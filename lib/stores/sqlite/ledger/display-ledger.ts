import type { Kysely, Selectable } from "kysely";
import type { Display } from "#lib/domain/display.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { DisplayLedger } from "#lib/ports/display-ledger.ts";
import { leaveAudit } from "./audit.ts";
import type { LedgerSchema } from "./schema.ts";

/** The screens' side of the ledger over SQLite. One that was shut out stays as a row: the audit names it. */
export function sqliteDisplayLedger(db: Kysely<LedgerSchema>, clock: Pick<Clock, "now">): DisplayLedger {
  return {
    ask: (waiting, most) =>
      db.transaction().execute(async (write) => {
        await write
          .deleteFrom("displays")
          .where("accepted_at", "is", null)
          .where("code_until", "<=", waiting.askedAt)
          .execute();
        const { id, hash, codeHash, askedAt, until } = waiting;
        await write
          .insertInto("displays")
          .values({ id, hash, code_hash: codeHash, code_until: until, asked_at: askedAt })
          .execute();
        const tooMany = write
          .selectFrom("displays")
          .select("id")
          .where("accepted_at", "is", null)
          .orderBy("asked_at", "desc")
          .orderBy("id")
          .limit(-1)
          .offset(most);
        await write.deleteFrom("displays").where("id", "in", tooMany).execute();
      }),
    byHash: async (hash, now) => {
      const row = await db
        .selectFrom("displays")
        .selectAll()
        .where("hash", "=", hash)
        .where("revoked_at", "is", null)
        .executeTakeFirst();
      if (row === undefined) return null;
      const display = readDisplay(row);
      if (display !== null) return { is: "accepted", ...display };
      return row.code_until > now ? { is: "waiting", id: row.id } : null;
    },
    accept: (codeHash, name, by) =>
      db.transaction().execute(async (write) => {
        const at = clock.now();
        const row = await write
          .updateTable("displays")
          .set({ name, accepted_at: at, accepted_by: by.name, code_hash: null })
          .where("code_hash", "=", codeHash)
          .where("code_until", ">", at)
          .returningAll()
          .executeTakeFirst();
        const display = row === undefined ? null : readDisplay(row);
        if (display === null) return null;
        await leaveAudit(write, by, at, { action: "accept-display", subject: name, before: null, after: display });
        return display;
      }),
    accepted: async () => {
      const rows = await db
        .selectFrom("displays")
        .selectAll()
        .where("revoked_at", "is", null)
        .orderBy("accepted_at")
        .execute();
      return rows.flatMap((row) => readDisplay(row) ?? []);
    },
    seen: async (id, at) => {
      await db.updateTable("displays").set({ last_seen_at: at }).where("id", "=", id).execute();
    },
    revoke: (id, by) =>
      db.transaction().execute(async (write) => {
        const at = clock.now();
        const row = await write
          .updateTable("displays")
          .set({ revoked_at: at })
          .where("id", "=", id)
          .where("accepted_at", "is not", null)
          .where("revoked_at", "is", null)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return false;
        await leaveAudit(write, by, at, {
          action: "revoke-display",
          subject: row.name,
          before: readDisplay(row),
          after: null,
        });
        return true;
      }),
  };
}

function readDisplay(row: Selectable<LedgerSchema["displays"]>): Display | null {
  const { id, name, accepted_by, accepted_at, last_seen_at } = row;
  return accepted_at === null || accepted_by === null
    ? null
    : { id, name, acceptedBy: accepted_by, acceptedAt: accepted_at, lastSeenAt: last_seen_at };
}
