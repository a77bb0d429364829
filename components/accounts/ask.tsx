import { type ReactNode, useId } from "react";
import { PLAIN } from "#components/ui/button-looks.ts";

type Props = {
  /** On the button that opens it, and whose account it is. */
  readonly opens: string;
  readonly name: string;
  readonly look: string;
  readonly title: string;
  readonly action: (form: FormData) => void;
  readonly children: ReactNode;
  readonly submit: ReactNode;
};

/** A question about one account; a native popover, so that Escape and the tab order work by themselves. */
export function Ask({ opens, name, look, title, action, children, submit }: Props) {
  const popover = useId();
  return (
    <>
      <button type="button" popoverTarget={popover} className={look}>
        {opens}
        <span className="sr-only"> {name}</span>
      </button>
      <div
        id={popover}
        popover="auto"
        role="dialog"
        aria-label={title}
        className="asks m-auto max-h-[calc(100dvh-2rem)] w-[min(28rem,calc(100vw-2rem))] overflow-y-auto rounded-2xl border border-edge bg-panel p-5 text-ink"
      >
        <form action={action} className="grid gap-4">
          <p className="font-semibold">{title}</p>
          <input type="hidden" name="account" value={name} />
          {children}
          <div className="flex flex-wrap justify-end gap-2.5 max-sm:*:flex-1">
            <button type="button" popoverTarget={popover} popoverTargetAction="hide" className={PLAIN}>
              Close
            </button>
            {submit}
          </div>
        </form>
      </div>
    </>
  );
}
