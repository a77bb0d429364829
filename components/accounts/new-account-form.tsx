"use client";

import { useActionState } from "react";
import { PRIMARY } from "#components/ui/button-looks.ts";
import { FormRefusal, problemOf, type Refusal } from "#components/ui/form-refusal.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { type AccountAction, type Chosen, chosenIn, refusalIn } from "./account-answer.ts";
import { AccountFields } from "./account-fields.tsx";
import { AccountReceipt } from "./account-receipt.tsx";

const FIRST: Chosen = { role: "viewer", reach: "all", pools: [] };
const FIELDS = ["Identity", "Pools"];

type Props = { readonly make: AccountAction; readonly pools: readonly string[] };

/** A name and a role make an account; works before scripts do. */
export function NewAccountForm({ make, pools }: Props) {
  const [answer, action, isPending] = useActionState(make, null);
  const refusal = refusalIn(answer);
  const told: Refusal = refusal !== null && !FIELDS.includes(refusal.field ?? "") ? { ...refusal, field: null } : null;
  return (
    <form action={action} className="grid gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label="User name"
          name="account"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={32}
          defaultValue={refusal?.typed}
          problem={problemOf(refusal, "Identity")}
        />
        <AccountFields has={chosenIn(answer, FIRST)} pools={pools} refusal={refusal} />
      </div>
      <FormRefusal refusal={told} again={action} />
      <AccountReceipt answer={answer} />
      <div>
        <button type="submit" aria-disabled={isPending} className={`${PRIMARY} max-sm:w-full`}>
          {isPending ? "Making it" : "Make the account"}
        </button>
      </div>
    </form>
  );
}
