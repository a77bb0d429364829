import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { type TokenView, tokenView } from "#lib/commands/get-tokens.ts";
import { parse } from "#lib/commands/parse.ts";
import { text } from "#lib/commands/read-as.ts";
import { reserved } from "#lib/commands/reserved.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing, reach, tokenLife, tokenRole } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import { reachText } from "#lib/domain/reach.ts";
import { isReserved } from "#lib/domain/reserved-name.ts";
import { NEVER } from "#lib/domain/token.ts";

const NAME = /^[^\p{Cc}]{1,60}$/u;

export const Input = z.strictObject({ name: text, role: tokenRole, pools: reach, expires: tokenLife, ...changing });

/** `Token` is told this once, and kept nowhere. */
export type NewTokenView = TokenView & { readonly Token: string };

/**
 * New-CsToken: a program's way in. Who makes one holds the highest role for all pools, so that no token opens more than its maker
 * may; for how long it holds is never left out.
 */
export async function newToken(ctx: Context, raw: unknown): Promise<NewTokenView | Foreseen> {
  const { name: given, role, pools, expires, whatIf } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.newToken);
  requireConfirmed(ctx, "way-in", whatIf);
  const name = given.trim();
  if (!NAME.test(name))
    throw new Problem("bad-input", "A token's name has 1 to 60 letters.", "Say which program has it.", "Name");
  if (isReserved(name)) throw reserved(name, "Name");
  await refuseUnknownPools(ctx, pools);
  if ((await ctx.tokens.all()).some((token) => token.name === name)) throw taken(name);
  if (whatIf) {
    const until = expires === NEVER ? "until it is removed" : `for ${expires} days`;
    return foreseen(`Would make the token ${name}: ${role} of ${reachText(pools)}, ${until}.`);
  }
  const made = await ctx.tokens.make({ name, role, pools, life: expires }, ctx.actor);
  if (made === null) throw taken(name);
  return { ...tokenView(made.token, ctx.clock.now()), Token: made.secret };
}

/** A pool that is not there yet would be opened by its name one day. */
async function refuseUnknownPools(ctx: Context, pools: z.output<typeof reach>): Promise<void> {
  const known = (await ctx.ledger.topology()).pools;
  const unknown = pools === "all" ? undefined : pools.find((pool) => !known.includes(pool));
  if (unknown === undefined) return;
  throw new Problem("unknown-pool", `There is no pool ${unknown}.`, `Known are ${known.join(", ")}.`, "Pools");
}

function taken(name: string): Problem {
  return new Problem(
    "bad-input",
    `There is a token ${name} already.`,
    "Remove it first, or take another name.",
    "Name",
  );
}
