import { useState } from "react";
import { DANGER, PLAIN } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { usePress, wrongWith } from "#components/ui/use-press.ts";
import { shortName } from "#lib/domain/pool.ts";
import type { Done } from "./receipt.tsx";
import type { ToldPool } from "./told-pool.ts";
import type { TopologyDoor } from "./topology-door.ts";

type Props = {
  readonly door: TopologyDoor;
  readonly pair: readonly [ToldPool, ToldPool];
  readonly close: () => void;
  readonly done: (done: Done) => void;
};

/** Parts a pair, once the name of its first pool was typed. */
export function PartDialog({ door, pair: [{ PoolFqdn: pool }, { PoolFqdn: partner }], close, done }: Props) {
  const [typed, setTyped] = useState("");
  const { press, isPending, refusal, reset } = usePress(
    (given: string) => door.part(pool, given),
    () => {
      done({
        says: `${pool} and ${partner} are parted.`,
        more: ["Neither has a second copy that is kept up to date until it is paired again."],
        pushes: [],
      });
      close();
    },
  );
  const [one, other] = [shortName(pool), shortName(partner)];
  return (
    <Dialog isOpen close={close} title={`Part ${one} and ${other}?`}>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          press(typed);
        }}
      >
        <Facts
          all={[
            { term: "What ends", says: "They back each other up no more, and what runs between them is stopped." },
            {
              term: "At risk",
              says: `Every change of ${one} and of ${other}, from now on: neither has a second copy.`,
            },
            { term: "What stays", says: "What each holds of the other, as it is now. It can be removed here." },
          ]}
        />
        <TextField
          label={`Type ${pool} to part them`}
          name="typed"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            reset();
          }}
          placeholder={pool}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          problem={wrongWith(refusal, "typed")}
        />
        <Refused refusal={refusal} fields={["typed"]} />
        <CopyLine text={`Remove-CsPoolPair -PoolFqdn ${pool}`} label="Copy the command line" />
        <DialogButtons>
          <button type="button" onClick={close} className={PLAIN}>
            Cancel
          </button>
          <button type="submit" aria-disabled={isPending} className={DANGER}>
            {isPending ? "Parting them" : "Part them"}
          </button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
