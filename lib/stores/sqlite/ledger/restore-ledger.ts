import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { syncFiles, syncFolder } from "#lib/disk/durable.ts";
import { BEGINNING, chainText, type Link } from "#lib/domain/audit-chain.ts";
import { canonicalJson } from "#lib/domain/canonical-json.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { openDatabase } from "../open-database.ts";
import { sha256 } from "./audit.ts";
import { copyName } from "./copies.ts";
import { copyDatabase, copyLedger, makeOneFile } from "./copy-ledger.ts";
import { inspectLedger } from "./inspect-ledger.ts";
import { disarmPeople, type People, readPeople } from "./restore-people.ts";

/** Numbers that were given since the copy was made and are not known: of a ledger that cannot be read. */
const UNKNOWN_GIVEN = 1_000_000;

/** What a ledger gave away and must never give again, whom it shut out, and which adoptions its stores know. */
type Given = {
  readonly masterEpoch: number;
  readonly pairs: number;
  /** The last row of its audit. */
  readonly audited: Link;
  readonly revoked: readonly { readonly hash: string; readonly at: number }[];
  readonly adopted: readonly Adopted[];
  readonly people: People;
};
type Adopted = {
  readonly pool: string;
  readonly storeId: string;
  readonly epoch: number;
  readonly madeAt: number | null;
  readonly adoptedFor: string | null;
};

/**
 * Puts `copy` in the place of the ledger at `path`. The one that stood there is kept in `folder` as "replaced". Nobody may have
 * the ledger open. A crash leaves the old one or the new one; done again it ends well. Throws LedgerRefused for a copy
 * that is damaged, foreign or newer than this program, having touched nothing.
 *
 * What an older ledger does not know is made harmless: what was asked for and not ended is ended, no person and no screen stays
 * signed in, tokens that were revoked since stay so (all of them, when that cannot be read), nobody gets back an account, a role
 * or a password that was taken since, and numbers that may have been given since (of pairs, of issues of CMS documents) are left
 * out. Stores that were adopted since are
 * known as that. The audit goes on where the copy's ended, with a row that names the copy and the last row that was replaced.
 */
export async function restoreLedger(copy: string, path: string, folder: string, at: Instant): Promise<void> {
  inspectLedger(copy);
  const draft = `${path}.restoring`;
  removeDatabase(draft);
  await copyDatabase(copy, draft);
  disarm(draft, basename(copy), givenBy(path), at);
  makeOneFile(draft);
  inspectLedger(draft);
  chmodSync(draft, 0o600);
  await syncFiles(dirname(draft), [basename(draft)]);
  await keepReplaced(path, folder, at);
  // Its log goes first: replayed into another database it would be poison. What it held is in the copy by now.
  for (const ending of ["-wal", "-shm", "-journal"]) rmSync(path + ending, { force: true });
  syncFolder(dirname(path));
  renameSync(draft, path);
  syncFolder(dirname(path));
}

function removeDatabase(path: string): void {
  for (const ending of ["", "-wal", "-shm", "-journal"]) rmSync(path + ending, { force: true });
}

/** A whole copy where it can be read; else its files as they are. */
async function keepReplaced(path: string, folder: string, at: Instant): Promise<void> {
  if (!existsSync(path)) return;
  try {
    await copyLedger(path, folder, at, "replaced");
  } catch {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = `unreadable-${copyName(at, "replaced")}`;
    for (const ending of ["", "-wal"]) {
      if (existsSync(path + ending)) copyFileSync(path + ending, join(folder, name + ending));
    }
    syncFolder(folder);
  }
}

/** Null for a ledger that is not there or cannot be read. */
function givenBy(path: string): Given | null {
  if (!existsSync(path)) return null;
  let database: DatabaseSync | null = null;
  try {
    inspectLedger(path);
    database = openDatabase(path);
    return readGiven(database);
  } catch {
    return null;
  } finally {
    database?.close();
  }
}

function readGiven(database: DatabaseSync): Given {
  const number = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
  const rows = (table: string, sql: string) => (hasTable(database, table) ? database.prepare(sql).all() : []);
  return {
    masterEpoch: hasTable(database, "cms_issues") ? number("select max(master_epoch) from cms_issues") : 0,
    pairs: hasTable(database, "pair_numbers") ? number("select next from pair_numbers") : 0,
    audited: readAudited(database),
    revoked: rows("tokens", "select hash, revoked_at as at from tokens where revoked_at is not null").map((row) => ({
      hash: String(row.hash),
      at: Number(row.at),
    })),
    adopted: rows("stores", "select * from stores where epoch > 1").map((row) => ({
      pool: String(row.pool),
      storeId: String(row.store_id),
      epoch: Number(row.epoch),
      madeAt: row.made_at === null ? null : Number(row.made_at),
      adoptedFor: row.adopted_for === null ? null : String(row.adopted_for),
    })),
    people: readPeople(database),
  };
}

function hasTable(database: DatabaseSync, name: string): boolean {
  return database.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(name) !== undefined;
}

/** Rows of before the chain have no hash yet. */
function readAudited(database: DatabaseSync): Link {
  const sql = hasTable(database, "audit_chain")
    ? "select head_n as n, head_hash as hash from audit_chain"
    : "select n, '' as hash from audit order by n desc limit 1";
  const last = hasTable(database, "audit") ? database.prepare(sql).get() : undefined;
  return last === undefined ? BEGINNING : { n: Number(last.n), hash: String(last.hash) };
}

function disarm(path: string, copy: string, replaced: Given | null, at: Instant): void {
  const database = openDatabase(path);
  try {
    const own = readGiven(database);
    const next = (mine: number, other: number | undefined) => Math.max(mine, other ?? mine + UNKNOWN_GIVEN) + 1;
    const change = (table: string, sql: string, ...values: readonly (number | string | null)[]) => {
      if (hasTable(database, table)) database.prepare(sql).run(...values);
    };
    database.exec("begin immediate");
    change("requests", "update requests set cancelled_at = ? where is_open = 1 and cancelled_at is null", at);
    change("cms_issues", "update cms_issues set master_epoch = ?", next(own.masterEpoch, replaced?.masterEpoch));
    change("pair_numbers", "update pair_numbers set next = ?", next(own.pairs, replaced?.pairs));
    for (const table of ["session", "verification", "displays"]) change(table, `delete from ${table}`);
    if (replaced === null) change("tokens", "update tokens set revoked_at = ? where revoked_at is null", at);
    for (const one of replaced?.revoked ?? [])
      change("tokens", "update tokens set revoked_at = ? where hash = ? and revoked_at is null", one.at, one.hash);
    disarmPeople(database, replaced?.people ?? null);
    for (const { pool, storeId, epoch, madeAt, adoptedFor } of replaced?.adopted ?? [])
      change(
        "stores",
        "update stores set epoch = ?, made_at = ?, adopted_for = ? where pool = ? and store_id = ? and epoch < ?",
        ...[epoch, madeAt, adoptedFor, pool, storeId, epoch],
      );
    audit(database, copy, own.audited, replaced?.audited ?? null, at);
    database.exec("commit");
  } finally {
    database.close();
  }
}

/** Leaves the row that says so. A copy of before the chain gets its hashes when it is brought up to date. */
function audit(database: DatabaseSync, copy: string, own: Link, replaced: Link | null, at: Instant): void {
  if (!hasTable(database, "audit")) return;
  const row = {
    n: own.n + 1,
    at,
    actor: "admin (cli)",
    role: "administrator",
    door: "cli",
    action: "restore-ledger",
    subject: copy,
    reason: null,
    before: replaced && canonicalJson({ lastRow: replaced.n, hash: replaced.hash }),
    after: canonicalJson({ lastRow: own.n, hash: own.hash }),
  };
  const { n, actor, role, door, action, subject, before, after } = row;
  database
    .prepare(
      `insert into audit (n, at, actor, role, door, action, subject, before_json, after_json)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(n, at, actor, role, door, action, subject, before, after);
  if (!hasTable(database, "audit_chain")) return;
  const hash = sha256(chainText(row, own.hash));
  database.prepare("update audit set previous_hash = ?, hash = ? where n = ?").run(own.hash, hash, n);
  database
    .prepare(
      `insert into audit_chain values (1, ?, ?, ?, ?)
       on conflict (id) do update set head_n = excluded.head_n, head_hash = excluded.head_hash`,
    )
    .run(BEGINNING.n, BEGINNING.hash, n, hash);
}
