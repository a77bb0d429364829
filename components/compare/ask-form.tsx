"use client";

import { type ReactNode, useActionState, useId, useState } from "react";
import { PLAIN, PRIMARY, QUIET } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { FormRefusal, type Refusal } from "#components/ui/form-refusal.tsx";
import { reasonLine } from "#components/ui/reason-line.ts";
import { WhyField } from "#components/ui/why-field.tsx";

type Props = {
  /** On the button, and what more of it is only read aloud. */
  readonly name: string;
  readonly more?: string;
  readonly isQuiet?: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** The same by the command line, and what the button that copies it says. */
  readonly line?: { readonly text: string; readonly label: string };
  readonly fields: Readonly<Record<string, string>>;
  readonly confirm: string;
  readonly pending: string;
  readonly action: (before: Refusal, form: FormData) => Promise<Refusal>;
};

/** A button that says what it will do and asks once: a native popover, so that Escape works and no script is needed. */
export function AskForm({
  name,
  more,
  isQuiet = false,
  title,
  children,
  line,
  fields,
  confirm,
  pending,
  action,
}: Props) {
  const popover = useId();
  const [refusal, act, isPending] = useActionState(action, null);
  const [why, setWhy] = useState("");
  return (
    <>
      <button type="button" popoverTarget={popover} className={isQuiet ? QUIET : PLAIN}>
        {name}
        {more !== undefined && <span className="sr-only">{more}</span>}
      </button>
      <div
        id={popover}
        popover="auto"
        role="dialog"
        aria-label={title}
        className="asks m-auto w-[min(28rem,calc(100vw-2rem))] rounded-2xl border border-edge bg-panel p-5 text-ink"
      >
        <form action={act} onReset={() => setWhy("")} className="grid gap-4">
          <p className="font-semibold">{title}</p>
          <div className="grid gap-2 text-pretty text-sm text-soft">{children}</div>
          <FormRefusal refusal={refusal} />
          {Object.entries(fields).map(([field, value]) => (
            <input key={field} type="hidden" name={field} value={value} />
          ))}
          <WhyField change={setWhy} />
          {line !== undefined && <CopyLine text={reasonLine(line.text, why)} label={line.label} />}
          <div className="flex flex-wrap justify-end gap-2.5">
            <button type="button" popoverTarget={popover} popoverTargetAction="hide" className={PLAIN}>
              Not now
            </button>
            <button type="submit" aria-disabled={isPending} className={PRIMARY}>
              {isPending ? pending : confirm}
            </button>
          </div>
        </form>
      </div>
    </>
  );
}
