import { createHash } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import { BEGINNING, type ChainedRow, chainText, type Link } from "#lib/domain/audit-chain.ts";
import type { Doer } from "#lib/ports/audit-log.ts";
import type { LedgerSchema } from "./schema.ts";

/** What was done: an action on a subject, and what changed by it. */
export type Audited = {
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
};

/** Leaves the audit row of what `by` does, in the transaction that does it. */
export async function leaveAudit(
  write: Kysely<LedgerSchema>,
  by: Doer & { readonly reason?: string | null },
  at: number,
  what: Audited,
): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const row = await write
    .insertInto("audit")
    .values({
      at,
      actor: by.name,
      role: by.role,
      door: by.door,
      action: what.action,
      subject: what.subject,
      reason: by.reason ?? null,
      before_json: json(what.before),
      after_json: json(what.after),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  // On what was written last, never on what stands last now: who takes rows away is not helped by the next one.
  await linkRow(write, row, (await readChain(write))?.head ?? BEGINNING);
}

/** Gives a row its place after `head`. */
export async function linkRow(
  write: Kysely<LedgerSchema>,
  row: Selectable<LedgerSchema["audit"]>,
  head: Link,
): Promise<Link> {
  const hash = sha256(chainText(chainedRow(row), head.hash));
  await write.updateTable("audit").set({ previous_hash: head.hash, hash }).where("n", "=", row.n).execute();
  await write
    .insertInto("audit_chain")
    .values({ id: 1, first_n: BEGINNING.n, first_hash: BEGINNING.hash, head_n: row.n, head_hash: hash })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ head_n: row.n, head_hash: hash }))
    .execute();
  return { n: row.n, hash };
}

/** Null for a ledger without any audit row, and for one whose chain was taken away. */
export async function readChain(
  read: Kysely<LedgerSchema>,
): Promise<{ readonly first: Link; readonly head: Link } | null> {
  const row = await read.selectFrom("audit_chain").selectAll().executeTakeFirst();
  if (row === undefined) return null;
  return { first: { n: row.first_n, hash: row.first_hash }, head: { n: row.head_n, hash: row.head_hash } };
}

export function chainedRow(row: Selectable<LedgerSchema["audit"]>): ChainedRow {
  const { before_json: before, after_json: after, previous_hash: previous, ...same } = row;
  return { ...same, before, after, previous };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
