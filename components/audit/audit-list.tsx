import { changeWords } from "#components/journal/entry-words.ts";
import { Moment } from "#components/status/moment.tsx";
import type { AuditRecordView } from "#lib/domain/audit-record.ts";
import type { ChangeView } from "#lib/domain/lane-history.ts";
import { actionWords } from "./action-words.ts";

/** A record, and what it changed value by value. */
export type ToldRecord = AuditRecordView & { readonly Changes: readonly ChangeView[] };

const DOORS: Readonly<Record<string, string>> = {
  page: "on a page",
  api: "by the API",
  cli: "on the command line",
  start: "at start",
};

const REFUSED = ["refused", "sign-in-refused", "token-refused"];

/** Who did what, the latest first. */
export function AuditList({ records }: { readonly records: readonly ToldRecord[] }) {
  if (records.length === 0) return <p className="text-sm text-soft">Nothing of that kind was done.</p>;
  return (
    <ol className="grid text-sm">
      {records.map((record) => (
        <Entry key={record.N} record={record} />
      ))}
    </ol>
  );
}

function Entry({ record }: { readonly record: ToldRecord }) {
  const { N, At, Actor, Role, Door, Action, Subject, Reason, Changes, Hash } = record;
  return (
    <li
      data-record={Action}
      className="grid gap-x-4 gap-y-0.5 border-line border-t py-2 first:border-t-0 sm:grid-cols-[9.5rem_minmax(0,12rem)_minmax(0,1fr)]"
    >
      <span className="text-soft">
        <Moment at={At} />
        <span className="block text-2xs">record {N}</span>
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {Actor}
        <span className="block text-2xs text-soft">
          {Role === "none" ? "nobody known" : Role}, {DOORS[Door] ?? Door}
        </span>
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className={REFUSED.includes(Action) ? "text-bad" : undefined}>{actionWords(Action)}</span>
        {Subject !== Actor && <span className="text-soft"> · {Subject}</span>}
        {Reason !== null && <span className="block">Why: {Reason}</span>}
        {Changes.map((change) => (
          <span key={change.Name} className="block text-2xs text-soft">
            {changeWords(change)}
          </span>
        ))}
        <span className="block text-2xs text-soft">
          sha256 <code title={Hash}>{Hash.slice(0, 12)}</code>
        </span>
      </span>
    </li>
  );
}
