import { useId, useState } from "react";
import { DANGER, PLAIN, PRIMARY } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { reasonLine } from "#components/ui/reason-line.ts";
import { Refused } from "#components/ui/refused.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { usePress, wrongWith } from "#components/ui/use-press.ts";
import { WhyField } from "#components/ui/why-field.tsx";
import { shortName } from "#lib/domain/pool.ts";
import { pairWarnings } from "#lib/domain/pool-record.ts";
import type { Done } from "./receipt.tsx";
import type { ToldPool } from "./told-pool.ts";
import type { ToldPair, TopologyDoor } from "./topology-door.ts";

type Props = {
  readonly door: TopologyDoor;
  readonly pool: ToldPool;
  /** Pools without a partner: only they are offered (DOMAIN 5). */
  readonly free: readonly ToldPool[];
  readonly close: () => void;
  readonly done: (done: Done) => void;
};

/** Pairs a pool, or gives one that is paired another partner: what it does, what it warns of, and the press. */
export function PairDialog({ door, pool, free, close, done }: Props) {
  const former = pool.BackupPoolFqdn;
  const [partner, setPartner] = useState<string>(free[0]?.PoolFqdn ?? "");
  const [typed, setTyped] = useState("");
  const [why, setWhy] = useState("");
  const names = { pool: pool.PoolFqdn, backupPool: partner };
  const { press, isPending, refusal, reset } = usePress(
    () => (former === null ? door.pair(names, why) : door.rePair(names, typed, why)),
    (made) => {
      done(receiptOf(made, former));
      close();
    },
  );
  const title =
    former === null ? `Pair ${shortName(pool.PoolFqdn)}` : `Another partner for ${shortName(pool.PoolFqdn)}`;
  if (partner === "")
    return (
      <Dialog isOpen close={close} title={title}>
        <p className="text-sm">No pool is without a partner: add one first, or part a pair.</p>
        <DialogButtons>
          <button type="button" onClick={close} className={PLAIN}>
            Close
          </button>
        </DialogButtons>
      </Dialog>
    );
  const chosen = free.find(({ PoolFqdn }) => PoolFqdn === partner);
  const warnings = chosen === undefined ? [] : pairWarnings(ratedOf(pool), ratedOf(chosen));
  return (
    <Dialog isOpen close={close} title={title}>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          press(undefined);
        }}
      >
        <PartnerField free={free} value={partner} change={setPartner} problem={wrongWith(refusal, "BackupPoolFqdn")} />
        <Facts all={factsOf(pool, partner)} />
        {warnings.length > 0 && (
          <ul
            aria-label="Warnings"
            className="grid gap-1.5 rounded-xl border border-warn-line bg-warn-bg px-4 py-3 text-sm"
          >
            {warnings.map((warning) => (
              <li key={warning}>{warning} It can be made all the same.</li>
            ))}
          </ul>
        )}
        {former !== null && (
          <TextField
            label={`Type ${former} to part the two`}
            name="typed"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              reset();
            }}
            placeholder={former}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            problem={wrongWith(refusal, "typed")}
          />
        )}
        <WhyField change={setWhy} problem={wrongWith(refusal, "Reason")} />
        <Refused refusal={refusal} fields={["BackupPoolFqdn", "typed", "Reason"]} />
        <CopyLine text={pairLines(pool, partner, why)} label="Copy the command lines" />
        <DialogButtons>
          <button type="button" onClick={close} className={PLAIN}>
            Cancel
          </button>
          <button type="submit" aria-disabled={isPending} className={former === null ? PRIMARY : DANGER}>
            {isPending ? "Pairing them" : former === null ? "Pair them" : "Part and pair anew"}
          </button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

type FieldProps = {
  readonly free: readonly ToldPool[];
  readonly value: string;
  readonly change: (value: string) => void;
  readonly problem: string | null;
};

function PartnerField({ free, value, change, problem }: FieldProps) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm text-soft">
        Its backup pool, of those without a partner
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => change(event.target.value)}
        aria-invalid={problem === null ? undefined : true}
        className="min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink"
      >
        {free.map(({ PoolFqdn }) => (
          <option key={PoolFqdn}>{PoolFqdn}</option>
        ))}
      </select>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}

function ratedOf({ PoolFqdn, Edition }: ToldPool) {
  return { pool: PoolFqdn, edition: Edition };
}

function factsOf({ PoolFqdn, BackupPoolFqdn: former }: ToldPool, partner: string) {
  const [one, other] = [shortName(PoolFqdn), shortName(partner as ToldPool["PoolFqdn"])];
  const paired = [
    { term: "What it does", says: `${one} and ${other} back each other up, from now on and one to one.` },
    {
      term: "At once",
      says: "Everything is pushed once in both directions, also what was there before. Nothing is taken over from a pair of before.",
    },
  ];
  if (former === null) return paired;
  return [
    {
      term: "What ends",
      says: `${one} and ${shortName(former)} back each other up no more. ${shortName(former)} is without a second copy until it is paired again.`,
    },
    ...paired,
    {
      term: "What stays",
      says: `What ${one} and ${shortName(former)} hold of each other stays, is no longer updated, and can be removed here.`,
    },
  ];
}

function receiptOf({ PoolFqdn, BackupPoolFqdn, Warnings, Requests }: ToldPair, former: string | null): Done {
  const parted = former === null ? [] : [`${former} has no backup pool now.`];
  return { says: `${PoolFqdn} and ${BackupPoolFqdn} are paired.`, more: [...parted, ...Warnings], pushes: Requests };
}

function pairLines({ PoolFqdn, BackupPoolFqdn }: ToldPool, partner: string, why: string): string {
  const pair = reasonLine(`New-CsPoolPair -PoolFqdn ${PoolFqdn} -BackupPoolFqdn ${partner}`, why);
  return BackupPoolFqdn === null ? pair : `${reasonLine(`Remove-CsPoolPair -PoolFqdn ${PoolFqdn}`, why)}\n${pair}`;
}
