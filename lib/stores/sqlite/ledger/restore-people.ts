import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { ADMIN } from "#lib/domain/account.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Who may sign in by a ledger, and how: whole rows of the tables that sign-in keeps in the same file. */
export type People = {
  readonly users: readonly Row[];
  /** Passwords, and who somebody is with a provider. */
  readonly ways: readonly Row[];
  readonly codes: readonly Row[];
};

/** What of a user the newer ledger decides, with the types that sign-in gives these columns: an older copy may lack them. */
const DECIDED = { role: "text", pools: "text", disabled: "integer", twoFactorEnabled: "integer" } as const;

export function readPeople(database: DatabaseSync): People {
  const rows = (table: string) =>
    columnsOf(database, table).length === 0 ? [] : database.prepare(`select * from "${table}"`).all();
  return { users: rows("user"), ways: rows("account"), codes: rows("twoFactor") };
}

/**
 * Gives nobody of an older ledger back what was taken since: who was disabled or removed is disabled, a role, a reach and codes are
 * those of `replaced`, and a password that is another one by now is forgotten. Where that cannot be known (null), everybody but
 * `admin` is disabled and every password is forgotten. The link for `admin` that a start prints is the way in.
 */
export function disarmPeople(database: DatabaseSync, replaced: People | null): void {
  const { users, ways } = readPeople(database);
  if (users.length === 0) return;
  const known = columnsOf(database, "user");
  for (const [column, type] of Object.entries(DECIDED))
    if (!known.includes(column)) database.exec(`alter table "user" add column "${column}" ${type}`);
  for (const user of users) {
    const newer = replaced?.users.find(({ id }) => id === user.id);
    decide(database, user, newer);
    if (newer !== undefined && replaced !== null) carryCodes(database, user, replaced);
  }
  for (const { id } of ways.filter((way) => isPassword(way) && !replaced?.ways.some((one) => isSame(one, way))))
    database.prepare(`delete from "account" where "id" = ?`).run(id ?? null);
  if (replaced !== null) keepOut(database, replaced);
}

function decide(database: DatabaseSync, user: Row, newer: Row | undefined): void {
  const isOut = user.username !== ADMIN && (newer === undefined || newer.disabled === 1 || user.disabled === 1);
  const after = { ...user, ...newer };
  database
    .prepare(`update "user" set "role" = ?, "pools" = ?, "disabled" = ?, "twoFactorEnabled" = ? where "id" = ?`)
    .run(after.role ?? null, after.pools ?? null, isOut ? 1 : 0, after.twoFactorEnabled ?? null, user.id ?? null);
}

/** A recovery code that was used since is not good again. */
function carryCodes(database: DatabaseSync, { id = null }: Row, { codes }: People): void {
  if (columnsOf(database, "twoFactor").length === 0) return;
  database.prepare(`delete from "twoFactor" where "userId" = ?`).run(id);
  for (const row of codes.filter(({ userId }) => userId === id)) add(database, "twoFactor", row);
}

/** Who was made and disabled since would be made anew, and enabled, at the next sign-in with the provider. */
function keepOut(database: DatabaseSync, { users, ways }: People): void {
  for (const user of users.filter(({ disabled }) => disabled === 1)) {
    if (!add(database, "user", user)) continue;
    for (const way of ways.filter((one) => one.userId === user.id && !isPassword(one))) add(database, "account", way);
  }
}

const isPassword = ({ providerId }: Row) => providerId === "credential";

const isSame = (one: Row, other: Row) =>
  isPassword(one) && one.userId === other.userId && one.password === other.password;

/** As far as the table knows its columns; false where there is such a row already. */
function add(database: DatabaseSync, table: string, row: Row): boolean {
  const columns = columnsOf(database, table).filter((column) => Object.hasOwn(row, column));
  const names = columns.map((column) => `"${column}"`).join(", ");
  const { changes } = database
    .prepare(`insert or ignore into "${table}" (${names}) values (${columns.map(() => "?").join(", ")})`)
    .run(...columns.map((column) => row[column] ?? null));
  return changes > 0;
}

/** None of a table that is not there. */
function columnsOf(database: DatabaseSync, table: string): readonly string[] {
  return database
    .prepare("select name from pragma_table_info(?)")
    .all(table)
    .map(({ name }) => String(name));
}
