import Link from "next/link";
import { useActionState, useState } from "react";
import { count, counted } from "#components/status/amount.ts";
import { moduleTitle, moduleWords } from "#components/status/module-words.ts";
import { Moment } from "#components/status/moment.tsx";
import { restorePath } from "#components/status/paths.ts";
import { DANGER, PRIMARY } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { FormRefusal, problemOf, type Refusal } from "#components/ui/form-refusal.tsx";
import { reasonLine } from "#components/ui/reason-line.ts";
import { TextField } from "#components/ui/text-field.tsx";
import { WhyField } from "#components/ui/why-field.tsx";
import type { FaceView } from "#lib/domain/direction-status.ts";
import { shortName } from "#lib/domain/pool.ts";
import type { ToldHeld } from "./held-query.ts";

/** What the reader may do about what is held. */
export type Rights = {
  readonly release: (before: Refusal, form: FormData) => Promise<Refusal>;
  /** The role that releasing needs and the reader lacks; null when it may be pressed. */
  readonly releaseNeeds: string | null;
};

type Props = { readonly set: ToldHeld; readonly faces: readonly FaceView[]; readonly rights: Rights };

const DELETION = { one: "deletion", many: "deletions" };

/** One module's set: what is in it, and the two ways to decide. */
export function HeldSet({ set, faces, rights }: Props) {
  const { item } = moduleWords(set.BackupModule, faces);
  const title = moduleTitle(set.BackupModule, faces);
  const [why, setWhy] = useState("");
  return (
    <section aria-label={title} data-held={set.BackupModule} className="grid gap-4 border-line border-t pt-5">
      <div className="grid gap-1">
        <h2 className="font-semibold text-base [overflow-wrap:anywhere]">{title}</h2>
        <p className="text-sm">
          {counted(set.Items, item)} {set.Items === 1 ? "is" : "are"} gone on {shortName(set.PoolFqdn)} since{" "}
          <Moment at={set.Since} />, and still on {shortName(set.BackupPoolFqdn)}.
        </p>
      </div>
      <Named set={set} />
      <div className="grid gap-5 sm:grid-cols-2 sm:gap-6">
        <div className="grid content-start gap-2.5">
          <h3 className="font-semibold text-sm">They should not be gone</h3>
          <p className="text-sm text-soft">
            Everything comes back from {shortName(set.BackupPoolFqdn)}, and the held deletions are dropped.
          </p>
          <Link href={restorePath(set.PoolFqdn, set.BackupModule)} className={`${PRIMARY} sm:justify-self-start`}>
            Bring everything back
          </Link>
        </div>
        <div className="grid content-start gap-2.5">
          <h3 className="font-semibold text-sm">They were meant</h3>
          <Release set={set} rights={rights} say={setWhy} />
        </div>
      </div>
      <CopyLine text={reasonLine(approveLine(set), why)} label="Copy the command line that releases them" />
    </section>
  );
}

function Named({ set: { Named: names, Items } }: Pick<Props, "set">) {
  return (
    <details className="text-sm" open={names.length <= 12}>
      <summary className="min-h-8 text-soft">
        {names.length < Items ? `The first ${count(names.length)} by name` : "All of them by name"}
      </summary>
      <ul className="mt-1.5 grid gap-1 rounded-xl border border-line bg-ground px-3 py-2 font-mono text-2xs">
        {names.map((name) => (
          <li key={name} className="[overflow-wrap:anywhere]">
            {name}
          </li>
        ))}
      </ul>
    </details>
  );
}

type ReleaseProps = Pick<Props, "set" | "rights"> & {
  /** Told why, as it is typed. */
  readonly say: (why: string) => void;
};

function Release({ set, rights: { release, releaseNeeds }, say }: ReleaseProps) {
  const [refusal, action, isPending] = useActionState(release, null);
  const { PoolFqdn, BackupPoolFqdn, BackupModule, Items, Token } = set;
  const what = counted(Items, DELETION);
  if (releaseNeeds !== null)
    return (
      <p className="text-sm text-soft">To release them needs the role {releaseNeeds}: ask somebody who holds it.</p>
    );
  return (
    <form action={action} onReset={() => say("")} aria-label={`Release ${what}`} className="grid gap-3">
      <p className="text-sm text-soft">
        They are deleted on {shortName(BackupPoolFqdn)} too, into its trash for 7 days. Exactly this set, and nothing
        that is deleted later.
      </p>
      <FormRefusal refusal={refusal} again={action} />
      <input type="hidden" name="pool" value={PoolFqdn} />
      <input type="hidden" name="module" value={BackupModule} />
      <input type="hidden" name="token" value={Token} />
      <input type="hidden" name="items" value={Items} />
      <TextField
        label={`Type ${Items} to release them`}
        name="typed"
        inputMode="numeric"
        autoComplete="off"
        required
        defaultValue={refusal?.field === "typed" ? refusal.typed : ""}
        problem={problemOf(refusal, "typed")}
      />
      <WhyField change={say} />
      <button type="submit" aria-disabled={isPending} className={`${DANGER} sm:justify-self-start`}>
        {isPending ? "Asking for it" : `Release exactly ${Items === 1 ? "this" : "these"} ${what}`}
      </button>
    </form>
  );
}

/** The same release by the command line. */
function approveLine({ PoolFqdn, BackupModule, Token }: ToldHeld): string {
  return `Approve-CsHeldDeletion -PoolFqdn ${PoolFqdn} -BackupModule ${BackupModule} -Token ${Token}`;
}
