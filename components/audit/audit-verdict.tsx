import { counted } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import type { AuditVerdictView } from "#lib/domain/audit-record.ts";

const RECORD = { one: "record", many: "records" };

/** How the audit was found when it was read. */
export function AuditVerdict({ verdict }: { readonly verdict: AuditVerdictView }) {
  const { IsWhole, Records, LastHash, AsOf, Fault } = verdict;
  return (
    <div
      role={IsWhole ? "status" : "alert"}
      data-audit={IsWhole ? "whole" : "broken"}
      className={`grid gap-1 rounded-xl border px-4 py-3 text-sm ${IsWhole ? "border-line bg-raised" : "border-bad-line bg-bad-bg"}`}
    >
      <p>
        <span aria-hidden="true">{IsWhole ? "✓" : "✕"}</span>{" "}
        {Fault === null
          ? `${counted(Records, RECORD)}, every one as it was written and none missing`
          : `${Fault.Sentence} ${counted(Records, RECORD)} before it ${Records === 1 ? "is" : "are"} as written.`}{" "}
        <span className="text-soft">
          as of <Moment at={AsOf} />
        </span>
      </p>
      {Fault === null && Records > 0 && (
        <p className="text-2xs text-soft">
          The last has the sha256 <code className="break-all">{LastHash}</code>. Kept elsewhere, it proves later that
          nobody wrote them all anew.
        </p>
      )}
    </div>
  );
}
