import { foreseeRestore } from "#lib/commands/foresee-restore.ts";
import { restoreStore } from "#lib/commands/restore-store.ts";
import { accepted } from "../../../accepted.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** How much stands on the partner of what a restore could bring back; `?backupModule=` names what, `?isStandby=` the partner's own. */
export const GET = door(async (ctx, { path, query: { backupModule: module, ...more } }) => ({
  body: await foreseeRestore(ctx, { ...more, module, pool: path.fqdn }),
}));

/** Restore-CsBackupStore: the body says `adopt` or `fromPartner`, and may name a `module`. */
export const POST = door(async (ctx, { path, body }) =>
  accepted(await restoreStore(ctx, { ...body, pool: path.fqdn })),
);

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
