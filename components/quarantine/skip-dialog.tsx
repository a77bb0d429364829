import { useState } from "react";
import { counted } from "#components/status/amount.ts";
import { DANGER, PLAIN } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { usePress, wrongWith } from "#components/ui/use-press.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { QuarantinedView } from "#lib/domain/quarantine-view.ts";
import type { Asked, QuarantineDoor } from "./quarantine-door.ts";

type Props = {
  readonly from: PoolFqdn;
  readonly to: PoolFqdn;
  readonly items: readonly QuarantinedView[];
  readonly door: QuarantineDoor;
  readonly close: () => void;
  readonly done: (asked: Asked) => void;
};

/** Asks once more, and why: what is skipped has no second copy, and nobody is told of it again. */
export function SkipDialog({ from, to, items, door, close, done }: Props) {
  const [reason, setReason] = useState("");
  const ids = items.map(({ Id }) => Id);
  const { press, isPending, refusal, reset } = usePress(
    (why: string) => door.skip(from, ids, why),
    (told) => {
      done(told);
      close();
    },
  );
  const what = items.length === 1 ? (items[0]?.Item ?? "") : counted(items.length, { one: "item", many: "items" });
  return (
    <Dialog isOpen close={close} title={items.length === 1 ? "Skip this item?" : `Skip these ${what}?`}>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          press(reason);
        }}
      >
        {items.length === 1 && <code className="font-mono text-2xs [overflow-wrap:anywhere]">{what}</code>}
        <Facts
          all={[
            {
              term: "What ends",
              says: "It is not tried again by itself, raises no alarm, and is no longer part of the age at risk.",
            },
            {
              term: "At risk",
              says: `It stays without a second copy on ${shortName(to)}: with ${shortName(from)} it would be lost.`,
            },
            {
              term: "What stays",
              says: "It is held and named here, and this copy is never Final. When it changes it leaves again; refused anew, it is skipped no longer.",
            },
          ]}
        />
        <TextField
          label="Why may it stay without a second copy?"
          name="reason"
          value={reason}
          maxLength={300}
          autoComplete="off"
          onChange={(event) => {
            setReason(event.target.value);
            reset();
          }}
          problem={wrongWith(refusal, "Reason")}
        />
        <Refused refusal={refusal} fields={["Reason"]} />
        <CopyLine text={skipLine(from, ids, reason)} label="Copy the command line" />
        <DialogButtons>
          <button type="button" onClick={close} className={PLAIN}>
            Cancel
          </button>
          <button type="submit" aria-disabled={isPending} className={DANGER}>
            {isPending ? "Asking for it" : items.length === 1 ? "Skip it" : "Skip them"}
          </button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

function skipLine(from: PoolFqdn, ids: readonly string[], reason: string): string {
  const why = reason.trim() === "" ? "<why>" : reason.trim().replaceAll('"', "'");
  return `Skip-CsQuarantinedItem -PoolFqdn ${from} -Id ${ids.join(",")} -Reason "${why}"`;
}
