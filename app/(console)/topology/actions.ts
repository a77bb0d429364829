"use server";

import { z } from "zod";
import type { ToldPool, ToldStandby } from "#components/topology/told-pool.ts";
import type { ToldPair, TwoNames, TypedPool } from "#components/topology/topology-door.ts";
import type { Pressed } from "#components/ui/pressed.ts";
import type { Foreseen } from "#lib/commands/foreseen.ts";
import { newPair } from "#lib/commands/new-pair.ts";
import { newPool } from "#lib/commands/new-pool.ts";
import { parse } from "#lib/commands/parse.ts";
import { foreseeRePair, rePair } from "#lib/commands/re-pair.ts";
import { type RemovedPairView, removePair } from "#lib/commands/remove-pair.ts";
import { removeStandby } from "#lib/commands/remove-standby.ts";
import { poolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import { press } from "../pressed.ts";

const line = z.string().trim();
const Typed = z.strictObject({ pool: z.string(), site: line, edition: z.string(), fileStore: line, userStore: line });
const Meant = z.strictObject({ typed: z.string(), pool: z.string() });

/** New-CsPool */
export async function addPool(typed: TypedPool, why: string): Promise<Pressed<ToldPool>> {
  return press(async (ctx) => {
    const { pool, edition, ...optional } = parse(Typed, typed);
    const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== ""));
    return done(await newPool(ctx, { pool, edition, ...given }));
  }, why);
}

/** New-CsPoolPair */
export async function pairPools(names: TwoNames, why: string): Promise<Pressed<ToldPair>> {
  return press(async (ctx) => done(await newPair(ctx, names)), why);
}

/** Remove-CsPoolPair, once the pool's name was typed. */
export async function partPools(pool: string, typed: string, why: string): Promise<Pressed<RemovedPairView>> {
  return press(async (ctx) => {
    refuseOther(typed, pool);
    return done(await removePair(ctx, { pool }));
  }, why);
}

/** Remove-CsPoolPair and New-CsPoolPair, once the former partner's name was typed. */
export async function pairAnew(names: TwoNames, typed: string, why: string): Promise<Pressed<ToldPair>> {
  return press(async (ctx) => {
    const { FormerBackupPoolFqdn } = await foreseeRePair(ctx, names);
    refuseOther(typed, FormerBackupPoolFqdn);
    return rePair(ctx, names);
  }, why);
}

/** Remove-CsUserStoreBackupData, once the pool's name was typed. */
export async function cleanUp(pool: string, typed: string, why: string): Promise<Pressed<readonly ToldStandby[]>> {
  return press(async (ctx) => {
    refuseOther(typed, pool);
    return done(await removeStandby(ctx, { pool })).Removed;
  }, why);
}

/** What cannot be taken back is meant only by who typed the name. */
function refuseOther(given: string, pool: string): void {
  const { typed } = parse(Meant, { typed: given, pool });
  if (poolFqdn(typed) !== null && poolFqdn(typed) === poolFqdn(pool)) return;
  const sentence = typed.trim() === "" ? "Nothing was typed." : `${typed.trim()} is not the pool that was asked for.`;
  throw new Problem("bad-input", sentence, `It is ${pool}: type its full name.`, "typed");
}

function done<T>(answer: T | Foreseen): T {
  if (typeof answer === "object" && answer !== null && "WhatIf" in answer)
    throw new Error("it was to be done, not told");
  return answer as T;
}
