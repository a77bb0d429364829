"use client";

import { useQuery } from "@tanstack/react-query";
import { counted, type Noun } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import { Sentence } from "#components/status/sentence.tsx";
import { type Fact, Facts } from "#components/ui/facts.tsx";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { type ModuleName, shortModuleName } from "#lib/domain/backup-module.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import { AskForm } from "./ask-form.tsx";
import { apartWords, differsWords, extentWords, verifiedWords } from "./compare-words.ts";
import { DriftList } from "./drift-list.tsx";
import { driftQuery } from "./drift-query.ts";
import type { ToldCompares } from "./told-compare.ts";

type Act = (before: Refusal, form: FormData) => Promise<Refusal>;

/** What the reader may do here; `needs` is the role that is lacking, null when all may be pressed. */
export type CompareRights = { readonly compare: Act; readonly sendAgain: Act; readonly needs: string | null };

type Props = {
  readonly from: PoolFqdn;
  readonly to: PoolFqdn;
  readonly module: ModuleName;
  readonly item: Noun;
  /** Where the page of the list begins. */
  readonly start: number;
  readonly rights: CompareRights;
};

/** Whether the copy is what it should be: as of when it was verified, what was compared last, and what differs (A7). */
export function ComparePanel({ from, to, module, item, start, rights }: Props) {
  const { data: told } = useQuery(driftQuery(from, module, start));
  const fields = { pool: from, module };
  return (
    <Panel label="Compare" tone={(told?.DriftItems ?? 0) > 0 ? "bad" : "calm"}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h2 className="font-semibold text-base">Compare</h2>
          <p className="text-pretty text-sm text-soft">
            Reads both copies and holds them against each other. Nothing is moved by it, and no state changes while it
            runs.
          </p>
        </div>
        {rights.needs === null && (
          <AskForm
            name="Compare now"
            title={`Compare ${shortModuleName(module)} of ${shortName(from)} with its copy on ${shortName(to)}?`}
            fields={fields}
            confirm="Compare now"
            pending="Asking for it"
            action={rights.compare}
            line={{ text: compareLine(from, module), label: "Copy the command line that compares" }}
          >
            <p>All of it is read on both sides, at low priority; how far it is can be followed.</p>
          </AskForm>
        )}
      </div>
      {told === undefined ? (
        <p className="text-sm text-soft">What was compared is not heard yet.</p>
      ) : (
        <Told told={told} item={item} to={to} />
      )}
      {told !== undefined && told.DriftItems > 0 && (
        <DriftList told={told} from={from} to={to} module={module} start={start} item={item} rights={rights} />
      )}
      {rights.needs !== null && (
        <p className="text-sm text-soft">To compare needs the role {rights.needs}: ask somebody who holds it.</p>
      )}
    </Panel>
  );
}

/** Nobody looked: that nothing is known is no sign that nothing differs. */
const NOT_COMPARED = "Not known: nothing was compared yet";

function Told({ told, item, to }: { readonly told: ToldCompares; readonly item: Noun; readonly to: PoolFqdn }) {
  const { VerifiedEqual, LastCompare, DriftItems } = told;
  const facts: Fact[] = [
    { term: "Verified equal as of", says: <Sentence words={verifiedWords(VerifiedEqual, item)} /> },
    { term: "Last compare", says: LastCompare === null ? "None yet" : <Last last={LastCompare} item={item} /> },
    {
      term: "Known to differ",
      says:
        DriftItems > 0
          ? `${counted(DriftItems, item)} on ${shortName(to)}`
          : LastCompare === null
            ? NOT_COMPARED
            : "Nothing",
    },
  ];
  return <Facts all={facts} />;
}

function Last({ last, item }: { readonly last: NonNullable<ToldCompares["LastCompare"]>; readonly item: Noun }) {
  const [differs, apart] = [differsWords(last), apartWords(last)];
  return (
    <>
      <Moment at={last.At} />
      {last.IsScheduled ? ", by itself: " : ": "}
      {differs === null ? "nothing differed" : differs}; equal are {extentWords(last, item)}.
      {apart !== null && ` Told apart, and no difference: ${apart}.`}
    </>
  );
}

/** The same by the command line. */
function compareLine(pool: PoolFqdn, module: ModuleName): string {
  return `Debug-CsInterPoolReplication -PoolFqdn ${pool} -BackupModule ${module} -Direction out`;
}
