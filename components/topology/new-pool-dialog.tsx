import { useId, useState } from "react";
import { PLAIN, PRIMARY } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { reasonLine } from "#components/ui/reason-line.ts";
import { Refused } from "#components/ui/refused.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { usePress, wrongWith } from "#components/ui/use-press.ts";
import { WhyField } from "#components/ui/why-field.tsx";
import { EDITIONS } from "#lib/domain/pool-record.ts";
import type { Done } from "./receipt.tsx";
import type { ToldPool } from "./told-pool.ts";
import type { TopologyDoor, TypedPool } from "./topology-door.ts";

type Props = {
  readonly door: TopologyDoor;
  readonly close: () => void;
  readonly done: (done: Done) => void;
};

const EMPTY: TypedPool = { pool: "", site: "", edition: "Enterprise", fileStore: "", userStore: "" };
const FIELDS = ["PoolFqdn", "Site", "FileStore", "UserStore", "Reason"];

/** Adds a pool and makes its stores, empty and ready to be paired. */
export function NewPoolDialog({ door, close, done }: Props) {
  const [typed, setTyped] = useState(EMPTY);
  const [why, setWhy] = useState("");
  const { press, isPending, refusal, reset } = usePress(
    (all: TypedPool) => door.addPool(all, why),
    (made) => {
      done(receiptOf(made));
      close();
    },
  );
  const field = (key: keyof TypedPool) => ({
    name: key,
    value: typed[key],
    onChange: (event: { target: { value: string } }) => {
      setTyped((all) => ({ ...all, [key]: event.target.value }));
      reset();
    },
    autoCapitalize: "none",
    autoComplete: "off",
    spellCheck: false,
  });
  return (
    <Dialog isOpen close={close} title="Add a pool">
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          press(typed);
        }}
      >
        <p className="text-sm text-soft">Its stores are made, empty. It backs up nobody before it is paired.</p>
        <TextField
          label="Full name"
          placeholder="pool3.pairkeeper.test"
          autoFocus
          {...field("pool")}
          problem={wrongWith(refusal, "PoolFqdn")}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="Site, if it has one" {...field("site")} problem={wrongWith(refusal, "Site")} />
          <EditionField value={typed.edition} change={field("edition").onChange} />
        </div>
        <details
          className="text-sm"
          open={wrongWith(refusal, "FileStore") !== null || wrongWith(refusal, "UserStore") !== null || undefined}
        >
          <summary className="min-h-8 text-soft">Stores elsewhere than in the data folder</summary>
          <div className="mt-2 grid gap-4">
            <TextField
              label="Folder of its file store"
              placeholder="/srv/pool3/files"
              {...field("fileStore")}
              problem={wrongWith(refusal, "FileStore")}
            />
            <TextField
              label="File of its user database"
              placeholder="/srv/pool3/user.db"
              {...field("userStore")}
              problem={wrongWith(refusal, "UserStore")}
            />
          </div>
        </details>
        <WhyField change={setWhy} problem={wrongWith(refusal, "Reason")} />
        <Refused refusal={refusal} fields={FIELDS} />
        <CopyLine text={reasonLine(newPoolLine(typed), why)} label="Copy the command line" />
        <DialogButtons>
          <button type="button" onClick={close} className={PLAIN}>
            Cancel
          </button>
          <button type="submit" aria-disabled={isPending} className={PRIMARY}>
            {isPending ? "Making its stores" : "Add the pool"}
          </button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

function EditionField({
  value,
  change,
}: {
  readonly value: string;
  readonly change: (event: { target: { value: string } }) => void;
}) {
  const id = useId();
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <label htmlFor={id} className="text-sm text-soft">
        Edition
      </label>
      <select
        id={id}
        value={value}
        onChange={change}
        className="min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink"
      >
        {EDITIONS.map((edition) => (
          <option key={edition}>{edition}</option>
        ))}
      </select>
    </div>
  );
}

function receiptOf({ PoolFqdn }: ToldPool): Done {
  return { says: `${PoolFqdn} was added.`, more: ["Its stores are made. Pair it, and it is backed up."], pushes: [] };
}

function newPoolLine({ pool, site, edition, fileStore, userStore }: TypedPool): string {
  const words = [`New-CsPool -PoolFqdn ${pool.trim() || "<full name>"} -Edition ${edition}`];
  if (site.trim() !== "") words.push(`-Site "${site.trim()}"`);
  if (fileStore.trim() !== "") words.push(`-FileStore ${fileStore.trim()}`);
  if (userStore.trim() !== "") words.push(`-UserStore ${userStore.trim()}`);
  return words.join(" ");
}
