"use server";

import type { ToldChecks } from "#components/checks/told-checks.ts";
import type { Pressed } from "#components/ui/pressed.ts";
import { testService } from "#lib/commands/test-service.ts";
import { press } from "./pressed.ts";

/** Test-CsBackupService */
export async function checkPool(pool: string): Promise<Pressed<ToldChecks>> {
  return press((ctx) => testService(ctx, { pool }));
}
