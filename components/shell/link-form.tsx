"use client";

import { useActionState } from "react";
import { MainButton } from "#components/ui/main-button.tsx";
import { CodeField } from "./code-field.tsx";
import { FormProblem, type SignInProblem } from "./form-problem.tsx";

type Props = {
  readonly token: string;
  readonly enter: (before: SignInProblem, form: FormData) => Promise<SignInProblem>;
};

/** One press uses the link up; then the code, where one is asked for. */
export function LinkForm({ token, enter }: Props) {
  const [problem, action, isPending] = useActionState(enter, null);
  return (
    <form action={action} className="grid gap-4">
      <FormProblem problem={problem} />
      {problem?.asks === "code" ? <CodeField /> : <input type="hidden" name="token" value={token} />}
      <MainButton type="submit" aria-disabled={isPending}>
        {isPending ? "Signing in" : "Sign in"}
      </MainButton>
    </form>
  );
}
