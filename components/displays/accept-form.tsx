"use client";

import { useActionState } from "react";
import { PRIMARY } from "#components/ui/button-looks.ts";
import { ConfirmAgain } from "#components/ui/confirm-again.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { WhyField } from "#components/ui/why-field.tsx";

/** What became of a code that was entered; null before the first. */
export type DisplayAnswer =
  | { readonly is: "let-in"; readonly name: string }
  | {
      readonly is: "refused";
      /** "code" or "name"; null where neither is to blame. */
      readonly field: string | null;
      readonly says: string;
      readonly hint: string;
      /** So that nobody types it again. */
      readonly typed: { readonly code: string; readonly name: string };
      /** Who pressed shows first that it is them; then it goes on. */
      readonly confirmFirst?: true;
    }
  | null;

type Props = { readonly letIn: (before: DisplayAnswer, form: FormData) => Promise<DisplayAnswer> };

/** The code that a screen shows, and what the screen is to be called; works before scripts do. */
export function AcceptForm({ letIn }: Props) {
  const [answer, action, isPending] = useActionState(letIn, null);
  const refused = answer?.is === "refused" ? answer : null;
  const problemOf = (field: string) => (refused?.field === field ? `${refused.says} ${refused.hint}` : null);
  return (
    <form action={action} className="grid gap-4">
      <p className="text-sm text-soft">
        Open <code className="font-mono">/wall</code> on the screen: it shows a code. Enter only a code that you see on
        a screen before you: whoever holds that screen reads the wall from then on.
      </p>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label="Code on the screen"
          name="code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          placeholder="BCDF-GHJK"
          defaultValue={refused?.typed.code}
          problem={problemOf("code")}
        />
        <TextField
          label="Name: where it hangs"
          name="name"
          autoComplete="off"
          maxLength={60}
          required
          defaultValue={refused?.typed.name}
          problem={problemOf("name")}
        />
      </div>
      <WhyField problem={problemOf("reason")} />
      {refused !== null && refused.field === null && (
        <p role="alert" className="text-bad text-sm">
          {refused.says} {refused.hint}
          {refused.confirmFirst && <ConfirmAgain refusal={refused} again={action} />}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <button type="submit" aria-disabled={isPending} className={`${PRIMARY} max-sm:w-full`}>
          {isPending ? "Letting it in" : "Let it in"}
        </button>
        <p role="status" className="text-sm">
          {answer?.is === "let-in" && !isPending && `${answer.name} is let in: it shows the wall within seconds.`}
        </p>
      </div>
    </form>
  );
}
