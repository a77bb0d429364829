import { testService } from "#lib/commands/test-service.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/** Test-CsBackupService: looks at the pool now. */
export const POST = door(async (ctx, { path, body }) => ({
  body: await testService(ctx, { ...body, pool: path.fqdn }),
}));

export const { GET, PUT, PATCH, DELETE, OPTIONS } = refusing("POST");
