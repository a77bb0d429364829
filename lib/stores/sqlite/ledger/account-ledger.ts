import { type Kysely, type QueryExecutorProvider, sql } from "kysely";
import { type Account, type AccountRefusal, changeRefusal, isInCharge, removalRefusal } from "#lib/domain/account.ts";
import { keptReach, reachText } from "#lib/domain/reach.ts";
import { ROLES } from "#lib/domain/role.ts";
import type { AccountLedger } from "#lib/ports/account-ledger.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { leaveAudit } from "./audit.ts";
import type { LedgerSchema } from "./schema.ts";

/** The tables that sign-in keeps in the same file, as far as accounts are changed in them. Instants are ISO texts. */
type PeopleTables = {
  user: {
    id: string;
    name: string;
    email: string;
    emailVerified: number;
    createdAt: string;
    updatedAt: string;
    username: string | null;
    displayUsername: string | null;
    role: string;
    pools: string | null;
    disabled: number | null;
    twoFactorEnabled: number | null;
  };
  twoFactor: { id: string; userId: string };
  session: { id: string; userId: string; expiresAt: string };
  account: { id: string; userId: string; providerId: string };
  /** Codes that are owed yet by the account whose id is the value, and one-time links, whose value is JSON with the address. */
  verification: { id: string; value: string };
};

type Db = Kysely<LedgerSchema>;

export const people = (db: Db) => db.withTables<PeopleTables>();

/** False before sign-in made its tables, with who has which name. */
export async function hasAccounts(db: QueryExecutorProvider): Promise<boolean> {
  const own = await sql`select name from pragma_table_info('user') where name in ('id', 'name', 'username')`.execute(
    db,
  );
  return own.rows.length === 3;
}

/** Nobody's mailbox: sign-in is by name, and the library wants an address. */
const NO_MAIL = "pairkeeper.invalid";

/** Accounts over SQLite. */
export function sqliteAccountLedger(db: Db, clock: Pick<Clock, "now">): AccountLedger {
  const iso = () => new Date(clock.now()).toISOString();
  return {
    accounts: () => accountsIn(db, iso()),
    make: ({ id, name, role, pools }, by) =>
      db.transaction().execute(async (write) => {
        if ((await accountsIn(write, iso())).some((known) => known.name === name)) return false;
        const made = { id, name, email: `${id}@${NO_MAIL}`, emailVerified: 1, createdAt: iso(), updatedAt: iso() };
        await people(write)
          .insertInto("user")
          .values({ ...made, username: name, displayUsername: name, role, pools: reachText(pools), disabled: 0 })
          .execute();
        const after = { role, pools, isDisabled: false };
        await leaveAudit(write, by, clock.now(), { action: "new-account", subject: name, before: null, after });
        return true;
      }),
    change: (name, change, by) =>
      db.transaction().execute(async (write) => {
        const found = await foundIn(write, name, iso());
        if (found === "unknown") return found;
        const refusal = changeRefusal(found.account, change, found.others);
        if (refusal !== null) return refusal;
        const { id } = found.account;
        const { forgetPassword = false, forgetTwoFactor = false, ...changed } = change;
        const hasTwoFactor = found.account.hasTwoFactor && !forgetTwoFactor;
        const hasPassword = found.account.hasPassword && !forgetPassword;
        const after: Account = { ...found.account, ...changed, hasPassword, hasTwoFactor, sessions: 0 };
        const kept = {
          // What is not asked stays as it is kept: a role that cannot be read lets nobody in, and must not become one that does.
          ...(change.role !== undefined && { role: change.role }),
          ...(change.pools !== undefined && { pools: reachText(change.pools) }),
          disabled: after.isDisabled ? 1 : 0,
          twoFactorEnabled: hasTwoFactor ? 1 : 0,
        };
        await people(write)
          .updateTable("user")
          .set({ ...kept, updatedAt: iso() })
          .where("id", "=", id)
          .execute();
        if (forgetTwoFactor) await people(write).deleteFrom("twoFactor").where("userId", "=", id).execute();
        if (forgetPassword)
          await people(write)
            .deleteFrom("account")
            .where("userId", "=", id)
            .where("providerId", "=", "credential")
            .execute();
        await endSignIns(write, id);
        if (after.isDisabled || forgetPassword) await endLinks(write, id);
        const before = told(found.account);
        await leaveAudit(write, by, clock.now(), {
          action: "set-account",
          subject: found.account.name,
          before,
          after: told(after),
        });
        return after;
      }),
    remove: (name, by) =>
      db.transaction().execute(async (write) => {
        const found = await foundIn(write, name, iso());
        if (found === "unknown") return found;
        const refusal = removalRefusal(found.account, found.others);
        if (refusal !== null) return refusal;
        const { id, name: subject } = found.account;
        await endSignIns(write, id);
        await endLinks(write, id);
        await people(write).deleteFrom("account").where("userId", "=", id).execute();
        await people(write).deleteFrom("twoFactor").where("userId", "=", id).execute();
        await people(write).deleteFrom("user").where("id", "=", id).execute();
        const before = told(found.account);
        await leaveAudit(write, by, clock.now(), { action: "remove-account", subject, before, after: null });
        return found.account;
      }),
  };
}

/** Its sessions, and those that wait for a code. */
async function endSignIns(write: Db, id: string): Promise<void> {
  await people(write).deleteFrom("session").where("userId", "=", id).execute();
  await people(write).deleteFrom("verification").where("value", "=", id).execute();
}

/** Its one-time links that were not used. */
async function endLinks(write: Db, id: string): Promise<void> {
  const { email } = await people(write)
    .selectFrom("user")
    .select("email")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const own = JSON.stringify({ email }).slice(1, -1);
  await people(write)
    .deleteFrom("verification")
    .where(({ fn, val }) => fn<number>("instr", ["value", val(own)]), ">", 0)
    .execute();
}

/** What the audit keeps of an account. */
function told({ role, pools, isDisabled, hasPassword, hasTwoFactor }: Account) {
  return { role, pools, isDisabled, hasPassword, hasTwoFactor };
}

async function accountsIn(db: Db, now: string): Promise<readonly Account[]> {
  const rows = await people(db)
    .selectFrom("user")
    .select(({ selectFrom, fn }) => [
      "id",
      sql<string>`coalesce(username, name)`.as("name"),
      "role",
      "pools",
      "disabled",
      "username",
      "twoFactorEnabled",
      selectFrom("account")
        .select(fn.countAll<number>().as("n"))
        .whereRef("account.userId", "=", "user.id")
        .where("providerId", "=", "credential")
        .as("passwords"),
      selectFrom("session")
        .select(fn.countAll<number>().as("n"))
        .whereRef("session.userId", "=", "user.id")
        .where("expiresAt", ">", now)
        .as("sessions"),
    ])
    .orderBy("name")
    .execute();
  return rows.map(({ id, name, role, pools, disabled, username, twoFactorEnabled, passwords, sessions }) => ({
    id,
    name,
    role: ROLES.find((known) => known === role) ?? ROLES[0],
    pools: keptReach(pools),
    isDisabled: disabled === 1,
    hasTwoFactor: twoFactorEnabled === 1,
    isLocal: username !== null,
    hasPassword: (passwords ?? 0) > 0,
    sessions: sessions ?? 0,
  }));
}

/** The account of that name, and how many are in charge beside it. */
async function foundIn(
  db: Db,
  name: string,
  now: string,
): Promise<{ readonly account: Account; readonly others: number } | Extract<AccountRefusal, "unknown">> {
  const all = await accountsIn(db, now);
  const account = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (account === undefined) return "unknown";
  return { account, others: all.filter((one) => one.id !== account.id && isInCharge(one)).length };
}
