"use server";

import { revalidatePath } from "next/cache";
import type { AccountAnswer, Chosen } from "#components/accounts/account-answer.ts";
import type { AccountWithLink } from "#lib/commands/account-view.ts";
import type { Foreseen } from "#lib/commands/foreseen.ts";
import { newAccount } from "#lib/commands/new-account.ts";
import { removeAccount } from "#lib/commands/remove-account.ts";
import { setAccount } from "#lib/commands/set-account.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { isTicked, text, texts } from "../../../given.ts";
import { addressHere, signedIn } from "../../../session.ts";

const HERE = "/settings/accounts";

/** New-CsAccount */
export async function makeAccount(_: AccountAnswer, form: FormData): Promise<AccountAnswer> {
  const ctx = await signedIn();
  const account = text(form, "account");
  const chosen = chosenIn(form);
  return answered(account, () => newAccount(ctx, { account, ...access(chosen) }), "The account is made.", chosen);
}

/** Set-CsAccount */
export async function changeAccount(_: AccountAnswer, form: FormData): Promise<AccountAnswer> {
  const ctx = await signedIn();
  const account = text(form, "account");
  const chosen = chosenIn(form);
  const asked = { ...access(chosen), disabled: isTicked(form, "disabled") };
  const more = isTicked(form, "resetTwoFactor") ? { resetTwoFactor: true } : {};
  return answered(account, () => setAccount(ctx, { account, ...asked, ...more }), "It is changed.", chosen);
}

/** Set-CsAccount -NewLink */
export async function renewAccount(_: AccountAnswer, form: FormData): Promise<AccountAnswer> {
  const ctx = await signedIn();
  const account = text(form, "account");
  return answered(account, () => setAccount(ctx, { account, newLink: true }), "The link is made.");
}

/** Remove-CsAccount */
export async function takeAccountAway(_: AccountAnswer, form: FormData): Promise<AccountAnswer> {
  const ctx = await signedIn();
  const account = text(form, "account");
  return answered(account, async () => ({ ...(await removeAccount(ctx, { account })), SignInPath: null }), "");
}

function chosenIn(form: FormData): Chosen {
  return { role: text(form, "role"), reach: text(form, "reach"), pools: texts(form, "pools") };
}

function access({ role, reach, pools }: Chosen) {
  return { role, pools: reach === "all" ? reach : pools };
}

async function answered(
  typed: string,
  command: () => Promise<AccountWithLink | (Foreseen & { readonly SignInPath?: null })>,
  says: string,
  chosen?: Chosen,
): Promise<AccountAnswer> {
  try {
    const { SignInPath: path = null } = await command();
    revalidatePath(HERE);
    return { is: "done", says, link: path === null ? null : `${await addressHere()}${path}` };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    const { code, field, sentence, hint } = thrown;
    const more = { ...(code === "confirm-first" && { confirmFirst: true as const }), ...(chosen && { chosen }) };
    return { is: "refused", field, says: sentence, hint, typed, ...more };
  }
}
