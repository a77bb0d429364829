import type { Metadata } from "next";
import Link from "next/link";
import { type AccountActions, AccountRow } from "#components/accounts/account-row.tsx";
import { NewAccountForm } from "#components/accounts/new-account-form.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { getAccounts } from "#lib/commands/get-accounts.ts";
import { getPools } from "#lib/commands/get-pools.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { ADMIN } from "#lib/domain/account.ts";
import { may } from "#lib/domain/may.ts";
import { signedIn } from "../../../session.ts";
import { changeAccount, makeAccount, renewAccount, takeAccountAway } from "./actions.ts";

export const metadata: Metadata = { title: "Accounts" };

const ACTIONS: AccountActions = { change: changeAccount, renew: renewAccount, remove: takeAccountAway };

/** Everybody who may sign in: made, changed and removed by administrators. */
export default async function AccountsPage() {
  const ctx = await signedIn();
  const { role } = ctx.actor;
  const needed = NEEDED_ROLE.getAccounts;
  const isAllowed = may(ctx.actor, needed);
  const pools = (await getPools(ctx)).Pools.map(({ PoolFqdn }) => PoolFqdn);
  return (
    <div className="mx-auto grid max-w-3xl gap-5">
      <PageTop />
      <div>
        <h1 className="font-semibold text-2xl tracking-tight">Accounts</h1>
        <p className="mt-1 text-[0.9375rem] text-soft">
          Everybody who may sign in, each as far as they may. Your own is on the page{" "}
          <Link href="/account" className={TEXT_LINK}>
            Your account
          </Link>
          .
        </p>
      </div>
      {isAllowed ? (
        <>
          <Panel label="Make an account">
            <h2 className="font-semibold text-base">Make an account</h2>
            <p className="text-sm text-soft">
              No password is made or sent: you get a link that signs in once, and its owner sets a password then.
            </p>
            <NewAccountForm make={makeAccount} pools={pools} />
          </Panel>
          <Panel label="All accounts">
            <h2 className="font-semibold text-base">All accounts</h2>
            <ul className="border-line border-y">
              {(await getAccounts(ctx)).Accounts.map((account) => (
                <AccountRow
                  key={account.Identity}
                  account={account}
                  pools={pools}
                  actions={account.Identity === ADMIN ? null : ACTIONS}
                />
              ))}
            </ul>
          </Panel>
        </>
      ) : (
        <Panel label="All accounts">
          <p className="text-sm">
            You are {role}: accounts are seen and changed by who holds the role {needed} for all pools.
          </p>
        </Panel>
      )}
    </div>
  );
}
