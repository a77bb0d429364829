"use client";

import { useActionState } from "react";
import { MainButton } from "#components/ui/main-button.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { FormProblem, type SignInProblem } from "./form-problem.tsx";

type Props = {
  readonly enter: (before: SignInProblem, form: FormData) => Promise<SignInProblem>;
  /** Where it goes on to. */
  readonly to: string;
};

/** Name and password; works before scripts do. */
export function SignInForm({ enter, to }: Props) {
  const [problem, action, isPending] = useActionState(enter, null);
  return (
    <form action={action} className="grid gap-4">
      <FormProblem problem={problem} />
      <input type="hidden" name="to" value={to} />
      <TextField
        label="User name"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        defaultValue={problem?.user || "admin"}
      />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required autoFocus />
      <MainButton type="submit" aria-disabled={isPending}>
        {isPending ? "Signing in" : "Sign in"}
      </MainButton>
    </form>
  );
}
