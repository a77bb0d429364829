import type { Kysely } from "kysely";
import { nextIssues, type Published, type Wanted } from "#lib/domain/cms-document.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LedgerSchema } from "./schema.ts";

/** The last issue of every document, by name. */
export async function readPublished(db: Kysely<LedgerSchema>): Promise<readonly Published[]> {
  const rows = await db.selectFrom("cms_issues").selectAll().orderBy("name").execute();
  return rows.map(({ name, master_epoch, version, content_json, publisher }) => ({
    name,
    masterEpoch: master_epoch,
    version,
    content: content_json,
    publisher: publisher as PoolFqdn,
  }));
}

/** Writes the next issues of what is wanted; to be called in a transaction. */
export async function publish(
  db: Kysely<LedgerSchema>,
  publisher: PoolFqdn,
  wanted: readonly Wanted[],
): Promise<readonly Published[]> {
  const before = await readPublished(db);
  const issues = nextIssues(before, publisher, wanted);
  for (const issue of issues.filter((one) => !before.includes(one))) {
    const values = {
      master_epoch: issue.masterEpoch,
      version: issue.version,
      content_json: issue.content,
      publisher: issue.publisher,
    };
    await db
      .insertInto("cms_issues")
      .values({ name: issue.name, ...values })
      .onConflict((conflict) => conflict.column("name").doUpdateSet(values))
      .execute();
  }
  return issues;
}
