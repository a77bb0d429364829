import Link from "next/link";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import type { Help } from "#lib/domain/reasons.ts";
import type { Entry } from "#lib/domain/table.ts";

const HELPS: Readonly<Record<Help, string>> = {
  "sync-now": "Sync now, in the row of the direction",
  "lift-limit": "Lift the limit for 30 min, in the banner of the pair",
  restore: "Restore, in the banner of the pair",
  held: "See what is held, in the banner of the pair",
};

const LASTS: Readonly<Record<Entry["lasts"], string>> = {
  transient: "ends by itself",
  terminal: "stays until you act",
  expected: "as it should be",
};

/** Rows of the table of words, each at an address of its own. */
export function Entries({ all }: { readonly all: readonly Entry[] }) {
  return (
    <dl className="grid items-start gap-3 xl:grid-cols-2 print:block print:*:mb-3">
      {all.map((entry) => (
        <EntryRow key={entry.id} entry={entry} />
      ))}
    </dl>
  );
}

function EntryRow({ entry: { id, code, says, risk, next, lasts, helps } }: { readonly entry: Entry }) {
  return (
    <div
      id={id}
      className="guide-entry scroll-mt-20 rounded-xl border border-line bg-panel px-4 py-3 lg:scroll-mt-4 print:break-inside-avoid"
    >
      <dt className="flex flex-wrap items-baseline justify-between gap-x-4">
        <a href={`#${id}`} className="font-mono font-semibold text-sm [overflow-wrap:anywhere] hover:underline">
          {code}
        </a>
        <span className="text-2xs text-soft">{LASTS[lasts]}</span>
      </dt>
      <dd className="mt-1 grid gap-1 text-sm">
        <p>{says}</p>
        <p>
          <span className="text-soft">At risk:</span> {risk}
        </p>
        <p>
          <span className="text-soft">To do:</span> {next}
        </p>
        {helps !== null && (
          <p>
            <span className="text-soft">Button:</span>{" "}
            <Link href="/" className={TEXT_LINK}>
              {HELPS[helps]}
            </Link>
          </p>
        )}
      </dd>
    </div>
  );
}
