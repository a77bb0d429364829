import type { Context } from "#lib/auth/context.ts";
import type { Account, AccountRefusal } from "#lib/domain/account.ts";
import { Problem } from "#lib/domain/problem.ts";
import { type Reach, reachText } from "#lib/domain/reach.ts";
import type { Role } from "#lib/domain/role.ts";

/** An account as doors tell it. */
export type AccountView = {
  readonly Identity: string;
  readonly Role: Role;
  /** all, or the pools that it may act on, with commas between them. */
  readonly Pools: string;
  readonly Disabled: boolean;
  /** Provider: with the sign-in of the organisation, which says its role and pools at each sign-in. */
  readonly SignsInBy: "Password" | "Provider";
  readonly HasPassword: boolean;
  /** A code of an app is asked for at sign-in. */
  readonly TwoFactor: boolean;
  /** Browsers that are signed in to it. */
  readonly Sessions: number;
};

/** With the path at which its owner signs in, told this once: it works once, for an hour. Null where no link was asked for. */
export type AccountWithLink = AccountView & { readonly SignInPath: string | null };

export function accountView({
  name,
  role,
  pools,
  isDisabled,
  isLocal,
  hasTwoFactor,
  hasPassword,
  sessions,
}: Account): AccountView {
  return {
    Identity: name,
    Role: role,
    Pools: reachText(pools),
    Disabled: isDisabled,
    SignsInBy: isLocal ? "Password" : "Provider",
    HasPassword: hasPassword,
    TwoFactor: hasTwoFactor,
    Sessions: sessions,
  };
}

/** What a refusal of the ledger is to who asked. */
export function accountProblem(name: string, refusal: AccountRefusal): Problem {
  switch (refusal) {
    case "unknown":
      return new Problem("unknown-account", `There is no account ${name}.`, "Get-CsAccount lists them.", "Identity");
    case "always-there":
      return new Problem(
        "account-kept",
        `${name} is always there, as an administrator of all pools.`,
        "It is the way back of who holds the machine: each npm start prints its sign-in link.",
        "Identity",
      );
    case "last-administrator":
      return new Problem(
        "account-kept",
        `${name} is the last administrator.`,
        "Make another account an administrator first.",
        "Identity",
      );
    case "not-local":
      return new Problem(
        "account-kept",
        `${name} signs in with the organisation's provider.`,
        "A link would open nothing that the provider does not.",
        "NewLink",
      );
    case "keeps-out":
      return new Problem(
        "account-kept",
        `${name} is disabled and signs in with the organisation's provider: once removed, the next sign-in there would make it anew.`,
        "Leave it disabled, or take its person out of the mapped groups, then enable and remove it.",
        "Identity",
      );
    case "disabled":
      return new Problem(
        "account-kept",
        `${name} is disabled: nobody could use a link.`,
        "Enable it first.",
        "NewLink",
      );
  }
}

/** Throws "unknown-pool" for a reach that names a pool that is not there. */
export async function refuseUnknown(ctx: Pick<Context, "ledger">, reach: Reach): Promise<void> {
  if (reach === "all") return;
  const { pools } = await ctx.ledger.topology();
  const unknown = reach.find((pool) => !pools.includes(pool));
  if (unknown !== undefined)
    throw new Problem("unknown-pool", `There is no pool ${unknown}.`, "Get-CsPool lists them.", "Pools");
}
