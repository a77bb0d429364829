import type { Kysely } from "kysely";
import { SERVICE, TOKEN_ROLES } from "#lib/domain/role.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { TokenLedger } from "#lib/ports/token-ledger.ts";
import { leaveAudit } from "./audit.ts";
import type { LedgerSchema } from "./schema.ts";

/** The tokens' side of the ledger over SQLite. A revoked token stays as a row: the audit names it. */
export function sqliteTokenLedger(db: Kysely<LedgerSchema>, clock: Pick<Clock, "now">): TokenLedger {
  return {
    tokenByHash: async (hash) => {
      const row = await db
        .selectFrom("tokens")
        .selectAll()
        .where("hash", "=", hash)
        .where("revoked_at", "is", null)
        .executeTakeFirst();
      const role = TOKEN_ROLES.find((known) => known === row?.role);
      return row && role ? { hash: row.hash, name: row.name, role, madeAt: row.made_at } : null;
    },
    replaceToken: (token) =>
      db.transaction().execute(async (write) => {
        await write
          .updateTable("tokens")
          .set({ revoked_at: clock.now() })
          .where("name", "=", token.name)
          .where("revoked_at", "is", null)
          .execute();
        await write
          .insertInto("tokens")
          .values({ hash: token.hash, name: token.name, role: token.role, made_at: token.madeAt, revoked_at: null })
          .execute();
        const after = { role: token.role };
        await leaveAudit(write, SERVICE, clock.now(), {
          action: "make-token",
          subject: token.name,
          before: null,
          after,
        });
      }),
  };
}
