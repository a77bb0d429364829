import { type ReactNode, useState } from "react";
import { DANGER, PLAIN } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { DialogButtons } from "#components/ui/dialog.tsx";
import { reasonLine } from "#components/ui/reason-line.ts";
import { Refused } from "#components/ui/refused.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { type Press, wrongWith } from "#components/ui/use-press.ts";
import { WhyField } from "#components/ui/why-field.tsx";

/** What was typed to say that it is meant, and why it is done; empty where nobody said. */
export type Meant = { readonly typed: string; readonly why: string };

type Props = {
  /** What has to be typed before anything is done. */
  readonly word: string;
  /** What it is done for, as in "Type pool1 to part them". */
  readonly act: string;
  readonly acting: string;
  /** The same as a command line. */
  readonly line: string;
  readonly press: Press<Meant>;
  readonly close: () => void;
  readonly children: ReactNode;
};

/** What cannot be taken back is done once a name was typed. */
export function TypedForm({
  word,
  act,
  acting,
  line,
  press: { press, isPending, refusal, reset },
  close,
  children,
}: Props) {
  const [typed, setTyped] = useState("");
  const [why, setWhy] = useState("");
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        press({ typed, why });
      }}
    >
      {children}
      <TextField
        label={`Type ${word} to ${act.toLowerCase()}`}
        name="typed"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          reset();
        }}
        placeholder={word}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        problem={wrongWith(refusal, "typed")}
      />
      <WhyField change={setWhy} problem={wrongWith(refusal, "Reason")} />
      <Refused refusal={refusal} fields={["typed", "Reason"]} />
      <CopyLine text={reasonLine(line, why)} label="Copy the command line" />
      <DialogButtons>
        <button type="button" onClick={close} className={PLAIN}>
          Cancel
        </button>
        <button type="submit" aria-disabled={isPending} className={DANGER}>
          {isPending ? acting : act}
        </button>
      </DialogButtons>
    </form>
  );
}
