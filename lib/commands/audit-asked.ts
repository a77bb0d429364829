import { actor, auditText, door, moment, poolFqdn } from "#lib/commands/schemas.ts";
import { endsBeforeItBegins } from "#lib/commands/span-asked.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { AuditQuestion } from "#lib/ports/audit-log.ts";

/** What narrows a look at the audit. */
export const AUDIT_FILTER = {
  pool: poolFqdn.optional(),
  actor: actor.optional(),
  action: actor.optional(),
  door: door.optional(),
  text: auditText.optional(),
  after: moment.optional(),
  before: moment.optional(),
};

type Filter = {
  readonly pool?: PoolFqdn | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly door?: string | undefined;
  readonly text?: string | undefined;
  readonly after?: Instant | undefined;
  readonly before?: Instant | undefined;
};

/** The whole audit, unless told otherwise: nothing of it is ever thinned. */
export function auditAsked({ after, before, pool, actor: by, action, door: through, text }: Filter): AuditQuestion {
  const [from, to] = [after ?? -1, before ?? Number.MAX_SAFE_INTEGER];
  if (from >= to) throw endsBeforeItBegins();
  return {
    from,
    to,
    pool: pool ?? null,
    actor: by ?? null,
    action: action ?? null,
    door: through ?? null,
    text: text ?? null,
  };
}
