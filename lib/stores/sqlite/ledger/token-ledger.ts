import { type Kysely, type Selectable, sql } from "kysely";
import { keptReach, NOWHERE, reachText, readReach } from "#lib/domain/reach.ts";
import { ROLES, SERVICE, TOKEN_ROLES } from "#lib/domain/role.ts";
import { isShutBy, type Token } from "#lib/domain/token.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { NewToken, TokenLedger } from "#lib/ports/token-ledger.ts";
import { hasAccounts, people } from "./account-ledger.ts";
import { leaveAudit } from "./audit.ts";
import type { LedgerSchema } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

/** The tokens' side of the ledger over SQLite. One that was removed stays as a row: the audit names it. */
export function sqliteTokenLedger(db: Db, clock: Pick<Clock, "now">): TokenLedger {
  return {
    tokenByHash: async (hash) => {
      const row = await known(db).where("hash", "=", hash).executeTakeFirst();
      return row === undefined ? null : readToken(db, row);
    },
    replaceToken: (own) =>
      db.transaction().execute(async (write) => {
        await write
          .updateTable("tokens")
          .set({ revoked_at: clock.now() })
          .where("name", "=", own.name)
          .where("revoked_at", "is", null)
          .execute();
        await add(write, { ...own, pools: "all", expiresAt: null }, SERVICE.name, null);
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
        await add(write, token, by.name, await accountOf(write, by.name));
        const { role, pools, expiresAt } = token;
        const after = { role, pools, expiresAt };
        await leaveAudit(write, by, clock.now(), { action: "make-token", subject: token.name, before: null, after });
        return true;
      }),
    tokens: async () => {
      const rows = await known(db).orderBy("made_at").orderBy("id").execute();
      return (await Promise.all(rows.map((row) => readToken(db, row)))).flatMap((token) => token ?? []);
    },
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
  account: string | null,
): Promise<void> {
  const times = { made_at: madeAt, expires_at: expiresAt, last_used_at: null, revoked_at: null };
  await write
    .insertInto("tokens")
    .values({ id, hash, name, role, pools: reachText(pools), made_by: madeBy, made_by_account: account, ...times })
    .execute();
}

/** Whose account somebody of that name comes with: their own, or that of the token they are. */
async function accountOf(db: Db, name: string): Promise<string | null> {
  if (await hasAccounts(db)) {
    const isCalled = sql<boolean>`coalesce(username, name) = ${name}`;
    const own = await people(db).selectFrom("user").select("id").where(isCalled).executeTakeFirst();
    if (own !== undefined) return own.id;
  }
  const token = /^token (.+)$/.exec(name)?.[1];
  if (token === undefined) return null;
  return (await known(db).where("name", "=", token).executeTakeFirst())?.made_by_account ?? null;
}

/** What the account of that id may; null for one that is no more. */
async function accountBy(db: Db, id: string) {
  const found = await people(db)
    .selectFrom("user")
    .select(["role", "pools", "disabled"])
    .where("id", "=", id)
    .executeTakeFirst();
  const role = ROLES.find((one) => one === found?.role);
  if (found === undefined || role === undefined) return null;
  return { role, pools: keptReach(found.pools), isDisabled: found.disabled === 1 };
}

/** Null for a role that is none. A reach that cannot be read reaches nothing. */
async function readToken(db: Db, row: Selectable<LedgerSchema["tokens"]>): Promise<Token | null> {
  const role = TOKEN_ROLES.find((one) => one === row.role);
  if (role === undefined) return null;
  const pools = readReach(row.pools) ?? NOWHERE;
  const account = row.made_by_account;
  return {
    id: row.id,
    name: row.name,
    role,
    pools,
    account,
    isShut: account !== null && isShutBy({ role, pools }, await accountBy(db, account)),
    madeBy: row.made_by,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
