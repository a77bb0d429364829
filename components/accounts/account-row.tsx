"use client";

import { useActionState } from "react";
import { DANGER, PLAIN, PRIMARY } from "#components/ui/button-looks.ts";
import { FormRefusal, type Refusal } from "#components/ui/form-refusal.tsx";
import { keptReach } from "#lib/domain/reach.ts";
import { type AccountAction, type Chosen, chosenIn, refusalIn } from "./account-answer.ts";
import { AccountFields } from "./account-fields.tsx";
import { AccountReceipt } from "./account-receipt.tsx";
import { Ask } from "./ask.tsx";

/** An account as the server tells it. */
export type ToldAccount = {
  readonly Identity: string;
  readonly Role: string;
  readonly Pools: string;
  readonly Disabled: boolean;
  readonly SignsInBy: "Password" | "Provider";
  readonly HasPassword: boolean;
  readonly TwoFactor: boolean;
  readonly Sessions: number;
};

export type AccountActions = {
  readonly change: AccountAction;
  readonly renew: AccountAction;
  readonly remove: AccountAction;
};

/** Refusals of the one account at hand need no field: it is named above. */
const told = (refusal: Refusal): Refusal =>
  refusal === null || refusal.field === "Pools" ? null : { ...refusal, field: null };

/** One account: what it may, and what an administrator does with it. `admin` is only looked at. */
export function AccountRow({
  account,
  actions,
  pools,
}: {
  readonly account: ToldAccount;
  readonly actions: AccountActions | null;
  /** What may be ticked. */
  readonly pools: readonly string[];
}) {
  const { Identity: name, Role, Pools } = account;
  return (
    <li
      data-account={name}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-t py-3 first:border-t-0"
    >
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium text-[0.9375rem] [overflow-wrap:anywhere]">{name}</p>
        <p className="text-2xs text-soft [overflow-wrap:anywhere]">
          {Role}, {Pools === "all" ? "all pools" : Pools || "no pool"}; {standing(account)}
        </p>
      </div>
      {actions === null ? (
        <p className="text-2xs text-soft">always there</p>
      ) : (
        <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">
          <Change account={account} change={actions.change} pools={pools} />
          {account.SignsInBy === "Password" && <Renew name={name} renew={actions.renew} />}
          <Remove account={account} remove={actions.remove} />
        </div>
      )}
    </li>
  );
}

function chosenBy({ Role: role, Pools }: ToldAccount): Chosen {
  const reach = keptReach(Pools);
  return reach === "all" ? { role, reach, pools: [] } : { role, reach: "some", pools: reach };
}

function standing({ Disabled, SignsInBy, HasPassword, TwoFactor, Sessions }: ToldAccount): string {
  if (Disabled) return "disabled";
  const browsers = Sessions === 1 ? "in 1 browser" : `in ${Sessions} browsers`;
  const signedIn = Sessions === 0 ? "not signed in" : `signed in ${browsers}`;
  if (SignsInBy === "Provider") return `with the provider, ${signedIn}`;
  if (HasPassword && TwoFactor) return `password and code, ${signedIn}`;
  return HasPassword ? signedIn : `no password, ${signedIn}`;
}

type ChangeProps = {
  readonly account: ToldAccount;
  readonly change: AccountAction;
  readonly pools: readonly string[];
};

function Change({ account, change, pools }: ChangeProps) {
  const [answer, action, isPending] = useActionState(change, null);
  const refusal = refusalIn(answer);
  return (
    <Ask
      opens="Change"
      name={account.Identity}
      look={PLAIN}
      title={`Change ${account.Identity}`}
      action={action}
      submit={
        <button type="submit" aria-disabled={isPending} className={PRIMARY}>
          {isPending ? "Changing it" : "Change it"}
        </button>
      }
    >
      <AccountFields has={chosenIn(answer, chosenBy(account))} pools={pools} refusal={refusal} />
      <label className="flex min-h-11 items-center gap-3 text-sm">
        <input
          key={String(account.Disabled)}
          type="checkbox"
          name="disabled"
          defaultChecked={account.Disabled}
          className="size-5 accent-press"
        />
        Disabled: nobody signs in to it
      </label>
      {account.TwoFactor && (
        <label className="flex min-h-11 items-center gap-3 text-sm">
          <input type="checkbox" name="resetTwoFactor" className="size-5 accent-press" />
          Ask for no code any more: the app is lost
        </label>
      )}
      <p className="text-sm text-soft">
        Whatever changes, {account.Identity} is signed out everywhere at once. Tokens of {account.Identity} open nothing
        while the account is disabled or may less than they.
      </p>
      <FormRefusal refusal={told(refusal)} again={action} />
      <AccountReceipt answer={answer} />
    </Ask>
  );
}

function Renew({ name, renew }: { readonly name: string; readonly renew: AccountAction }) {
  const [answer, action, isPending] = useActionState(renew, null);
  return (
    <Ask
      opens="New link"
      name={name}
      look={PLAIN}
      title={`A new sign-in link for ${name}?`}
      action={action}
      submit={
        <button type="submit" aria-disabled={isPending} className={PRIMARY}>
          {isPending ? "Making it" : "Make the link"}
        </button>
      }
    >
      <p className="text-sm text-soft">
        For who forgot the password or is locked out: the password is forgotten here too, {name} is signed out
        everywhere, and sets another one after a sign-in by the link.
      </p>
      <FormRefusal refusal={told(refusalIn(answer))} again={action} />
      <AccountReceipt answer={answer} />
    </Ask>
  );
}

function Remove({ account, remove }: { readonly account: ToldAccount; readonly remove: AccountAction }) {
  const { Identity: name, SignsInBy } = account;
  const [answer, action, isPending] = useActionState(remove, null);
  return (
    <Ask
      opens="Remove"
      name={name}
      look={DANGER}
      title={`Remove ${name}?`}
      action={action}
      submit={
        <button type="submit" aria-disabled={isPending} className={DANGER}>
          {isPending ? "Removing it" : "Remove it"}
        </button>
      }
    >
      <p className="text-sm text-soft">
        {name} is signed out at once{SignsInBy === "Password" && ", for good"}, and tokens of {name} open nothing any
        more. What was done under the name stays in the audit.
        {SignsInBy === "Provider" &&
          " The provider may let them in again, with a new account: disable it to keep them out."}
      </p>
      <FormRefusal refusal={told(refusalIn(answer))} again={action} />
    </Ask>
  );
}
