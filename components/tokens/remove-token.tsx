"use client";

import { useActionState, useId } from "react";
import { DANGER, PLAIN } from "#components/ui/button-looks.ts";
import { FormRefusal, type Refusal } from "#components/ui/form-refusal.tsx";

type Props = {
  readonly id: string;
  readonly name: string;
  readonly remove: (before: Refusal, form: FormData) => Promise<Refusal>;
};

/** Remove, asked once; a native popover, so that Escape and the tab order work by themselves. */
export function RemoveToken({ id, name, remove }: Props) {
  const popover = useId();
  const [refusal, action, isPending] = useActionState(remove, null);
  return (
    <>
      <button type="button" popoverTarget={popover} className={DANGER}>
        Remove<span className="sr-only"> {name}</span>
      </button>
      <div
        id={popover}
        popover="auto"
        role="dialog"
        aria-label={`Remove ${name}?`}
        className="asks m-auto w-[min(26rem,calc(100vw-2rem))] rounded-2xl border border-edge bg-panel p-5 text-ink"
      >
        <form action={action} className="grid gap-4">
          <p className="font-semibold">Remove {name}?</p>
          <p className="text-sm text-soft">
            Who comes with it is refused at once. It cannot be had back; the service makes its own two anew at its next
            start.
          </p>
          <FormRefusal refusal={refusal} />
          <input type="hidden" name="id" value={id} />
          <div className="flex flex-wrap justify-end gap-2.5">
            <button type="button" popoverTarget={popover} popoverTargetAction="hide" className={PLAIN}>
              Leave it
            </button>
            <button type="submit" aria-disabled={isPending} className={DANGER}>
              {isPending ? "Removing it" : "Remove it"}
            </button>
          </div>
        </form>
      </div>
    </>
  );
}
