import type { Kysely, Selectable } from "kysely";
import { NOWHERE, reachText, readReach } from "#lib/domain/reach.ts";
import { SERVICE, TOKEN_ROLES } from "#lib/domain/role.ts";
import type { Token } from "#lib/domain/token.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { NewToken, TokenLedger } from "#lib/ports/token-ledger.ts";
import { leaveAudit } from "./audit.ts";
import type { LedgerSchema } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

/** The tokens' side of the ledger over SQLite. One that was removed stays as a row: the audit names it. */
export function sqliteTokenLedger(db: Db, clock: Pick<Clock, "now">): TokenLedger {
  return {
    tokenByHash: async (hash) => {
      const row = await known(db).where("hash", "=", hash).executeTakeFirst();
      return row === undefined ? null : readToken(row);
    },
    replaceToken: (own) =>
      db.transaction().execute(async (write) => {
        await write
          .updateTable("tokens")
          .set({ revoked_at: clock.now() })
          .where("name", "=", own.name)
          .where("revoked_at", "is", null)
          .execute();
        await add(write, { ...own, pools: "all", expiresAt: null }, SERVICE.name);
        const after = { role: own.role };
        await leaveAudit(write, SERVICE, clock.now(), {
          action: "make-token",
          subject: own.name,
          before: null,
          after,
        });
      }),
    addToken: (token, by) =>
      db.transaction().execute(async (write) => {
        const same = await known(write).where("name", "=", token.name).executeTakeFirst();
        if (same !== undefined) return false;
        await add(write, token, by.name);
        const { role, pools, expiresAt } = token;
        const after = { role, pools, expiresAt };
        await leaveAudit(write, by, clock.now(), { action: "make-token", subject: token.name, before: null, after });
        return true;
      }),
    tokens: async () =>
      (await known(db).orderBy("made_at").orderBy("id").execute()).flatMap((row) => readToken(row) ?? []),
    used: async (id, at) => {
      await db.updateTable("tokens").set({ last_used_at: at }).where("id", "=", id).execute();
    },
    removeToken: (id, by) =>
      db.transaction().execute(async (write) => {
        const row = await write
          .updateTable("tokens")
          .set({ revoked_at: clock.now() })
          .where("id", "=", id)
          .where("revoked_at", "is", null)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return false;
        const { role, pools, made_by: madeBy, expires_at: expiresAt } = row;
        const before = { role, pools, madeBy, expiresAt };
        await leaveAudit(write, by, clock.now(), { action: "remove-token", subject: row.name, before, after: null });
        return true;
      }),
  };
}

function known(db: Db) {
  return db.selectFrom("tokens").selectAll().where("revoked_at", "is", null);
}

async function add(
  write: Db,
  { id, hash, name, role, pools, madeAt, expiresAt }: NewToken,
  madeBy: string,
): Promise<void> {
  const times = { made_at: madeAt, expires_at: expiresAt, last_used_at: null, revoked_at: null };
  await write
    .insertInto("tokens")
    .values({ id, hash, name, role, pools: reachText(pools), made_by: madeBy, ...times })
    .execute();
}

/** Null for a role that is none. A reach that cannot be read reaches nothing. */
function readToken(row: Selectable<LedgerSchema["tokens"]>): Token | null {
  const role = TOKEN_ROLES.find((one) => one === row.role);
  if (role === undefined) return null;
  return {
    id: row.id,
    name: row.name,
    role,
    pools: readReach(row.pools) ?? NOWHERE,
    madeBy: row.made_by,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
