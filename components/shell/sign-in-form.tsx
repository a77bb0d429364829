"use client";

import { useActionState } from "react";
import { MainButton } from "#components/ui/main-button.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { CodeField } from "./code-field.tsx";
import { FormProblem, type SignInProblem } from "./form-problem.tsx";

type Props = {
  readonly enter: (before: SignInProblem, form: FormData) => Promise<SignInProblem>;
  /** Where it goes on to. */
  readonly to: string;
};

/** Name and password, then the code where one is asked for; works before scripts do. */
export function SignInForm({ enter, to }: Props) {
  const [problem, action, isPending] = useActionState(enter, null);
  return (
    <form action={action} className="grid gap-4">
      <FormProblem problem={problem} />
      <input type="hidden" name="to" value={to} />
      {problem?.asks === "code" ? <CodeField /> : <NameAndPassword user={problem?.user || "admin"} />}
      <MainButton type="submit" aria-disabled={isPending}>
        {isPending ? "Signing in" : "Sign in"}
      </MainButton>
    </form>
  );
}

function NameAndPassword({ user }: { readonly user: string }) {
  return (
    <>
      <TextField
        label="User name"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        defaultValue={user}
      />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required autoFocus />
    </>
  );
}
