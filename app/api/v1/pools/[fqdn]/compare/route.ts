import { debugInterPoolReplication } from "#lib/commands/debug-inter-pool-replication.ts";
import { door, refusing } from "../../../door.ts";

export const dynamic = "force-dynamic";

/**
 * Debug-CsInterPoolReplication; the body may name `module`, `direction`, `resyncSignatureMismatchItems`, `suppressMultiMasterDetection`,
 * `databaseCommandTimeoutInSeconds` and `sample`. Accepted is not done: the requests say how far it is, and what was found.
 */
export const POST = door(async (ctx, { path, body }) => {
  const answer = await debugInterPoolReplication(ctx, { ...body, pool: path.fqdn });
  return "WhatIf" in answer ? { body: answer } : { body: answer, status: 202 };
});

export const { GET, PUT, PATCH, DELETE, OPTIONS } = refusing("POST");
