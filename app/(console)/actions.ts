"use server";

import type { SyncAnswer } from "#components/pairs/sync-now.ts";
import { invokeSync } from "#lib/commands/invoke-sync.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { signedIn } from "../session.ts";

/** Sync now: leaves the request and returns at once; a refusal comes back in words. */
export async function syncNow(pool: string, module: string): Promise<SyncAnswer> {
  const ctx = await signedIn();
  try {
    await invokeSync(ctx, { pool, module });
    return { ok: true };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    return { ok: false, sentence: thrown.sentence, hint: thrown.hint };
  }
}
