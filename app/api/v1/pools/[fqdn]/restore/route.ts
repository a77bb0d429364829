import { restoreStore } from "#lib/commands/restore-store.ts";
import { accepted } from "../../../accepted.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Restore-CsBackupStore: the body says `adopt` or `fromPartner`, and may name a `module`. */
export const POST = door(async (ctx, { path, body }) =>
  accepted(await restoreStore(ctx, { ...body, pool: path.fqdn })),
);

export const { GET, PUT, PATCH, DELETE, OPTIONS } = refusing("POST");
