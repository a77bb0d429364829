import { testAuditChain } from "#lib/commands/test-audit-chain.ts";
import { door, refusing } from "../../door.ts";

export const dynamic = "force-dynamic";

/** Whether every record of the audit is as it was written, and else the first that is not. */
export const GET = door(async (ctx, { query }) => ({ body: await testAuditChain(ctx, query) }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
