import { type Kysely, sql } from "kysely";

/**
 * A migration: accounts of before there was any reach had all of it, and say so from now on; whoever has none later reaches nothing.
 * Sign-in makes its tables itself, so in a new ledger they are not there yet.
 */
export async function reachOfBefore(db: Kysely<unknown>): Promise<void> {
  const { rows: columns } = await sql<{ name: string }>`select name from pragma_table_info('user')`.execute(db);
  if (columns.length === 0) return;
  if (!columns.some(({ name }) => name === "pools")) await sql`alter table user add column pools text`.execute(db);
  await sql`update user set pools = 'all' where pools is null`.execute(db);
}
