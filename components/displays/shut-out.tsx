"use client";

import { useActionState, useId } from "react";
import { DANGER, PLAIN } from "#components/ui/button-looks.ts";
import { FormRefusal, type Refusal } from "#components/ui/form-refusal.tsx";
import { WhyField } from "#components/ui/why-field.tsx";

type Props = {
  readonly id: string;
  readonly name: string;
  readonly shutOut: (before: Refusal, form: FormData) => Promise<Refusal>;
};

/** Revoke, asked once; a native popover, so that Escape and the tab order work by themselves. */
export function ShutOut({ id, name, shutOut }: Props) {
  const popover = useId();
  const [refusal, action, isPending] = useActionState(shutOut, null);
  return (
    <>
      <button type="button" popoverTarget={popover} className={DANGER}>
        Revoke<span className="sr-only"> {name}</span>
      </button>
      <div
        id={popover}
        popover="auto"
        role="dialog"
        aria-label={`Revoke ${name}?`}
        className="asks m-auto w-[min(26rem,calc(100vw-2rem))] rounded-2xl border border-edge bg-panel p-5 text-ink"
      >
        <form action={action} className="grid gap-4">
          <p className="font-semibold">Revoke {name}?</p>
          <p className="text-sm text-soft">The screen goes dark within seconds and shows a new code.</p>
          <FormRefusal refusal={refusal} />
          <input type="hidden" name="id" value={id} />
          <WhyField />
          <div className="flex flex-wrap justify-end gap-2.5">
            <button type="button" popoverTarget={popover} popoverTargetAction="hide" className={PLAIN}>
              Leave it
            </button>
            <button type="submit" aria-disabled={isPending} className={DANGER}>
              {isPending ? "Revoking it" : "Revoke it"}
            </button>
          </div>
        </form>
      </div>
    </>
  );
}
