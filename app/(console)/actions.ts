"use server";

import type { SyncAnswer } from "#components/pairs/sync-now.ts";
import { because } from "#lib/commands/because.ts";
import { invokeSync } from "#lib/commands/invoke-sync.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { signedIn } from "../session.ts";

/** Sync now: leaves the request and returns at once; a refusal comes back in words. */
export async function syncNow(pool: string, module: string, why: string): Promise<SyncAnswer> {
  const ctx = await signedIn();
  try {
    await invokeSync(because(ctx, why), { pool, module });
    return { ok: true };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    return { ok: false, sentence: thrown.sentence, hint: thrown.hint };
  }
}
