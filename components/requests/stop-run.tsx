"use client";

import { useActionState, useId } from "react";
import { DANGER, PLAIN } from "#components/ui/button-looks.ts";
import { FormRefusal, type Refusal } from "#components/ui/form-refusal.tsx";
import { WhyField } from "#components/ui/why-field.tsx";

type Props = {
  readonly id: string;
  readonly isRestore: boolean;
  readonly stop: (before: Refusal, form: FormData) => Promise<Refusal>;
};

/** Stop, asked once: a native popover, so that Escape and the tab order work by themselves, and no script is needed. */
export function StopRun({ id, isRestore, stop }: Props) {
  const popover = useId();
  const [refusal, action, isPending] = useActionState(stop, null);
  return (
    <>
      <button type="button" popoverTarget={popover} className={DANGER}>
        Stop
      </button>
      <div
        id={popover}
        popover="auto"
        role="dialog"
        aria-label="Stop this run?"
        className="asks m-auto w-[min(26rem,calc(100vw-2rem))] rounded-2xl border border-edge bg-panel p-5 text-ink"
      >
        <form action={action} className="grid gap-4">
          <p className="font-semibold">Stop this run?</p>
          <p className="text-sm text-soft">
            It ends where it stands, and what was sent stays sent.
            {isRestore && " What was lost stays marked as not whole until another restore ends."}
          </p>
          <FormRefusal refusal={refusal} />
          <input type="hidden" name="id" value={id} />
          <WhyField />
          <div className="flex flex-wrap justify-end gap-2.5">
            <button type="button" popoverTarget={popover} popoverTargetAction="hide" className={PLAIN}>
              Let it run
            </button>
            <button type="submit" aria-disabled={isPending} className={DANGER}>
              {isPending ? "Stopping it" : "Stop it"}
            </button>
          </div>
        </form>
      </div>
    </>
  );
}
