import { approveHeldDeletion } from "#lib/commands/approve-held-deletion.ts";
import { getHeldDeletions } from "#lib/commands/get-held-deletions.ts";
import { accepted } from "../../../accepted.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsHeldDeletion of one pool */
export const GET = door(async (ctx, { path, query }) => ({
  body: await getHeldDeletions(ctx, { ...query, pool: path.fqdn }),
}));

/** Approve-CsHeldDeletion: the body names the `module` and the `token` of the set. */
export const POST = door(async (ctx, { path, body }) =>
  accepted(await approveHeldDeletion(ctx, { ...body, pool: path.fqdn })),
);

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
