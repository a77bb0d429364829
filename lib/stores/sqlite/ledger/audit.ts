import type { Kysely } from "kysely";
import type { Actor } from "#lib/domain/role.ts";
import type { LedgerSchema } from "./schema.ts";

/** What was done: an action on a subject, and what changed by it. */
export type Audited = {
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
};

/** Leaves the audit row of what `by` does, in the transaction that does it. */
export async function leaveAudit(db: Kysely<LedgerSchema>, by: Actor, at: number, what: Audited): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await db
    .insertInto("audit")
    .values({
      at,
      actor: by.name,
      role: by.role,
      door: by.door,
      action: what.action,
      subject: what.subject,
      before_json: json(what.before),
      after_json: json(what.after),
    })
    .execute();
}
