import Link from "next/link";
import { Moment } from "#components/status/moment.tsx";
import { runPath, trashPath } from "#components/status/paths.ts";
import { type EndedRun, type RestoreCase, type RestoreWay, WAYS_OUT } from "#components/status/restore-case.ts";
import { Sentence } from "#components/status/sentence.tsx";
import { PRIMARY, TEXT_LINK } from "#components/ui/button-looks.ts";
import { Facts } from "#components/ui/facts.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { shortName } from "#lib/domain/pool.ts";
import type { RestoreAmount } from "./amount-words.ts";
import { Flow } from "./flow.tsx";
import { effectsOf, pressWords, restoreTitle, whyWords } from "./restore-words.ts";
import { type AskRestore, WayForm } from "./way-form.tsx";

type Props = {
  readonly one: RestoreCase;
  /** What the partner holds of it; null when that could not be counted. */
  readonly amount: RestoreAmount | null;
  readonly ask: AskRestore;
  /** For each way the role that is missing; null when it may be pressed. */
  readonly needs: Readonly<Record<RestoreWay, string | null>>;
};

/** What was lost, where it comes back from, what that does, and the press that asks for it (PRODUCT B3). */
export function RestorePanel({ one, amount, ask, needs }: Props) {
  return (
    <Panel label={restoreTitle(one)}>
      <header className="grid gap-1.5">
        <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">{restoreTitle(one)}</h1>
        <p className="text-pretty text-sm text-soft">
          <Sentence words={whyWords(one)} />
        </p>
        {one.error !== null && <Told one={one} />}
      </header>
      {one.is === "whole-store" && <BeforeAdopting one={one} />}
      {WAYS_OUT[one.is].includes("sync") && <Flow one={one} amount={amount} />}
      <WaysOut one={one} amount={amount} ask={ask} needs={needs} />
    </Panel>
  );
}

/** What can be pressed now: while it runs, and until the next look after it ended, nothing but the way to its page. */
function WaysOut({ one, amount, ask, needs }: Props) {
  if (one.running !== null) return <Running id={one.running} />;
  if (one.ended !== null) return <Ended run={one.ended} />;
  const ways = WAYS_OUT[one.is];
  return ways.map((way) => (
    <section
      key={way}
      aria-label={pressWords(one, way)}
      className="grid gap-4 [&:not(:last-child)]:border-line [&:not(:last-child)]:border-b [&:not(:last-child)]:pb-6"
    >
      {ways.length > 1 && <h2 className="font-semibold text-base">{pressWords(one, way)}</h2>}
      <Facts all={effectsOf(one, way, amount).map(({ term, says }) => ({ term, says: <Sentence words={says} /> }))} />
      <WayForm one={one} way={way} ask={ask} needs={needs[way]} />
    </section>
  ));
}

/** What the service itself was told. */
function Told({ one: { error } }: Pick<Props, "one">) {
  return (
    <p className="text-2xs text-soft">
      {error?.Path != null && (
        <>
          <code className="rounded bg-ground px-1.5 py-0.5 font-mono text-ink [overflow-wrap:anywhere]">
            {error.Path}
          </code>{" "}
        </>
      )}
      {error?.Sentence}
    </p>
  );
}

function BeforeAdopting({ one: { pool } }: Pick<Props, "one">) {
  return (
    <p className="rounded-xl border border-warn-line bg-warn-bg px-4 py-3 text-sm">
      <strong className="font-semibold">First see whether the disk is mounted.</strong> A whole store that is missing is
      most often a disk that is not there. Mount it, and {shortName(pool)} goes on by itself. Only when the store is
      really lost, or this is the one to go on with, adopt it.
    </p>
  );
}

function Running({ id }: { readonly id: string }) {
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-sm">It is running. What it has done and what is left is on a page of its own.</p>
      <Link href={runPath(id)} className={PRIMARY}>
        Follow it
      </Link>
    </div>
  );
}

function Ended({ run }: { readonly run: EndedRun }) {
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-sm">
        A run ended at <Moment at={run.at} />. The next look tells whether everything is whole: there is nothing to
        press before.
      </p>
      <Link href={runPath(run.id)} className={PRIMARY}>
        See its receipt
      </Link>
    </div>
  );
}

/** Nothing is lost, as far as it is known. */
export function NothingLost({ pool, isKnown }: { readonly pool: RestoreCase["pool"]; readonly isKnown: boolean }) {
  return (
    <Panel label="Restore">
      <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">
        {isKnown ? `Nothing of ${shortName(pool)} is lost` : `What ${shortName(pool)} holds is not known now`}
      </h1>
      <p className="text-sm text-soft">
        {isKnown
          ? "Its stores carry their markers and no deletions are held, so there is nothing to restore. Single files and rows come back from the trash."
          : "The sync engine, or the partner, is not heard. As soon as it is, this page tells what is lost and offers to restore it."}
      </p>
      {isKnown && (
        <Link href={trashPath(pool)} className={`justify-self-start text-sm ${TEXT_LINK}`}>
          Open the trash of {shortName(pool)}
        </Link>
      )}
    </Panel>
  );
}
