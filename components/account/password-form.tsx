"use client";

import { useActionState } from "react";
import { PRIMARY } from "#components/ui/button-looks.ts";
import { FormRefusal, problemOf, type Refusal } from "#components/ui/form-refusal.tsx";
import { TextField } from "#components/ui/text-field.tsx";

/** What became of a new password; null before the first try. */
export type PasswordTold = { readonly is: "set" } | ({ readonly is: "refused" } & NonNullable<Refusal>) | null;

type Props = {
  /** False where there is no password yet. */
  readonly hasPassword: boolean;
  readonly name: string;
  readonly set: (before: PasswordTold, form: FormData) => Promise<PasswordTold>;
  readonly shortest: number;
  readonly longest: number;
};

/** The password of before and the new one; works before scripts do. */
export function PasswordForm({ hasPassword, name, set, shortest, longest }: Props) {
  const [answer, action, isPending] = useActionState(set, null);
  const refusal = answer?.is === "refused" ? answer : null;
  return (
    <form action={action} className="grid gap-4">
      <input type="hidden" name="username" autoComplete="username" value={name} />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {hasPassword && (
          <TextField
            label="Password of now"
            name="before"
            type="password"
            autoComplete="current-password"
            required
            problem={problemOf(refusal, "before")}
          />
        )}
        <TextField
          label={`New password, ${shortest} to ${longest} characters`}
          name="next"
          type="password"
          autoComplete="new-password"
          required
          minLength={shortest}
          maxLength={longest}
          problem={problemOf(refusal, "next")}
        />
      </div>
      <FormRefusal refusal={refusal} />
      <div className="flex flex-wrap items-center gap-4">
        <button type="submit" aria-disabled={isPending} className={`${PRIMARY} max-sm:w-full`}>
          {isPending ? "Setting it" : hasPassword ? "Change the password" : "Set the password"}
        </button>
        <p role="status" className="text-sm">
          {answer?.is === "set" && !isPending && "It is set. Every other browser is signed out."}
        </p>
      </div>
    </form>
  );
}
