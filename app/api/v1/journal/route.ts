import { getJournal } from "#lib/commands/get-journal.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/**
 * Who asked, what ran, what failed, the latest first. `?pool=`, `?from=`, `?backupModule=`, `?kind=`, `?after=` and `?before=`
 * narrow it; `?next=` goes on where the page before ended, which has `?limit=` entries.
 */
export const GET = door(async (ctx, { query: { backupModule: module, ...more } }) => ({
  body: await getJournal(ctx, { ...more, module }),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
