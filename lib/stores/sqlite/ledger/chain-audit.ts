import { type Kysely, sql } from "kysely";
import { BEGINNING } from "#lib/domain/audit-chain.ts";
import { linkRow } from "./audit.ts";
import type { LedgerSchema } from "./schema.ts";

/** A migration: chains the rows that are there in their order, and counts them anew: where a number was missing nobody knows why. */
export async function chainAudit(unknown: Kysely<unknown>): Promise<void> {
  const db: Kysely<LedgerSchema> = unknown.withTables<LedgerSchema>();
  const old = await db.selectFrom("audit").select("n").orderBy("n").execute();
  let head = BEGINNING;
  for (const { n } of old) {
    const row = await db
      .updateTable("audit")
      .set({ n: head.n + 1 })
      .where("n", "=", n)
      .returningAll()
      .executeTakeFirstOrThrow();
    head = await linkRow(db, row, head);
  }
  await sql`update sqlite_sequence set seq = ${head.n} where name = 'audit'`.execute(db);
}
