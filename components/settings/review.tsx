import { type ComponentProps, useState } from "react";
import { DANGER, PLAIN, PRIMARY } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { DialogButtons } from "#components/ui/dialog.tsx";
import { reasonLine } from "#components/ui/reason-line.ts";
import { Refused } from "#components/ui/refused.tsx";
import { wrongWith } from "#components/ui/use-press.ts";
import { WhyField } from "#components/ui/why-field.tsx";
import type { ToldChange, ToldReview } from "./setting-row.ts";

type Props = {
  readonly review: ToldReview;
  readonly cmdlet: string;
  readonly press: { readonly says: string; readonly busy: string; readonly isDanger: boolean };
  readonly isPending: boolean;
  readonly refusal: ComponentProps<typeof Refused>["refusal"];
  readonly go: (why: string) => void;
  readonly cancel: () => void;
};

/** What would change, what is to be thought of, the same as a command line, and the press. */
export function Review({ review, cmdlet, press, isPending, refusal, go, cancel }: Props) {
  const [why, setWhy] = useState("");
  return (
    <>
      <Changes all={review.Changes} />
      {review.Warnings.length > 0 && (
        <ul
          aria-label="Before you change it"
          className="grid gap-1.5 rounded-xl border border-warn-line bg-warn-bg px-4 py-3 text-sm"
        >
          {review.Warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <p className="text-sm text-soft">It holds for every pool, from the next cycle on.</p>
      <WhyField change={setWhy} problem={wrongWith(refusal, "Reason")} />
      <CopyLine text={reasonLine(cmdlet, why)} label="Copy the command line" />
      <Refused refusal={refusal} fields={["Reason"]} />
      <DialogButtons>
        <button type="button" onClick={cancel} className={PLAIN}>
          Cancel
        </button>
        <button
          type="button"
          onClick={() => go(why)}
          aria-disabled={isPending}
          className={press.isDanger ? DANGER : PRIMARY}
        >
          {isPending ? press.busy : press.says}
        </button>
      </DialogButtons>
    </>
  );
}

/** Settings with what they were and what they become. */
export function Changes({ all }: { readonly all: readonly ToldChange[] }) {
  return (
    <dl className="grid gap-1.5 text-sm">
      {all.map(({ Setting, From, To }) => (
        <div key={Setting}>
          <dt className="text-2xs text-soft [overflow-wrap:anywhere]">{Setting}</dt>
          <dd className="[overflow-wrap:anywhere]">
            {From} <span aria-hidden="true">→</span>
            <span className="sr-only">becomes</span> <strong className="font-semibold">{To}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}
