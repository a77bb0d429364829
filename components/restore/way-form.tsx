"use client";

import Link from "next/link";
import { useActionState, useState } from "react";
import { type RestoreCase, type RestoreWay, WAYS_OUT } from "#components/status/restore-case.ts";
import { PLAIN, PRIMARY } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { FormRefusal, problemOf, type Refusal } from "#components/ui/form-refusal.tsx";
import { reasonLine } from "#components/ui/reason-line.ts";
import { TextField } from "#components/ui/text-field.tsx";
import { WhyField } from "#components/ui/why-field.tsx";
import { cmdletOf, doneWords, pressWords } from "./restore-words.ts";

/** The server action behind a restore. */
export type AskRestore = (before: Refusal, form: FormData) => Promise<Refusal>;

type Props = {
  readonly one: RestoreCase;
  readonly way: RestoreWay;
  readonly ask: AskRestore;
  /** The role that is missing; null when it may be pressed. */
  readonly needs: string | null;
};

const ASKS: Readonly<Record<RestoreWay, string>> = {
  sync: "Type the pool that receives the content",
  adopt: "Type the pool whose store is adopted",
  "from-partner": "Type the pool that receives the content",
};

/** One way out: the pool typed, the same as a command line, and the button. Works before scripts do. */
export function WayForm({ one, way, ask, needs }: Props) {
  const [refusal, action, isPending] = useActionState(ask, null);
  const [why, setWhy] = useState("");
  const isUsual = way === WAYS_OUT[one.is][0];
  const cmdlet = <CopyLine text={reasonLine(cmdletOf(one, way), why)} label="Copy the command line" />;
  if (needs !== null)
    return (
      <div className="grid gap-4">
        <p className="text-sm text-soft">
          {pressWords(one, way)} needs the role {needs}. Whoever holds it can do it here, or by this line:
        </p>
        {cmdlet}
      </div>
    );
  return (
    <form action={action} onReset={() => setWhy("")} className="grid gap-4" aria-label={pressWords(one, way)}>
      <FormRefusal refusal={refusal} again={action} />
      <input type="hidden" name="pool" value={one.pool} />
      <input type="hidden" name="module" value={one.module} />
      <input type="hidden" name="way" value={way} />
      <TextField
        label={one.is === "standby" ? "Type the pool whose standby is filled" : ASKS[way]}
        name="typed"
        required
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        placeholder={one.pool}
        defaultValue={refusal?.typed ?? ""}
        problem={problemOf(refusal, "typed")}
      />
      <WhyField change={setWhy} />
      {cmdlet}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2.5">
        <p className="mr-auto text-2xs text-soft max-sm:w-full sm:text-sm">{doneWords(one, way)}</p>
        <Link href="/" className={`${PLAIN} max-sm:order-3 max-sm:w-full`}>
          Cancel
        </Link>
        <button
          type="submit"
          aria-disabled={isPending}
          className={`${isUsual ? PRIMARY : PLAIN} max-sm:order-2 max-sm:w-full`}
        >
          {isPending ? "Asking for it" : pressWords(one, way)}
        </button>
      </div>
    </form>
  );
}
