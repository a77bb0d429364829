import { getTrash } from "#lib/commands/get-trash.ts";
import { restoreTrash } from "#lib/commands/restore-trash.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Get-CsTrashItem; `?backupModule=`, `?name=`, `?after=` and `?before=` narrow it. */
export const GET = door(async (ctx, { path, query: { backupModule: module, ...more } }) => ({
  body: await getTrash(ctx, { ...more, module, pool: path.fqdn }),
}));

/** Restore-CsTrashItem: the body lists `trashItems` by their ids. */
export const POST = door(async (ctx, { path, body }) => {
  const left = await restoreTrash(ctx, { ...body, pool: path.fqdn });
  return { body: left, status: "WhatIf" in left ? 200 : 202 };
});

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
