import Link from "next/link";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";
import { TextField } from "#components/ui/text-field.tsx";

/** What is looked for, as it stands in the address. */
export type AuditQuery = {
  readonly text: string;
  readonly actor: string;
  readonly pool: string;
  readonly action: string;
  readonly door: string;
  readonly after: string;
  readonly before: string;
  readonly next: string;
};

/** What to look for: a plain form whose answer is an address, so that it can be kept and sent. */
export function AuditFilter({ query }: { readonly query: AuditQuery }) {
  const { next: _, ...filter } = query;
  const isAny = Object.values(filter).some((value) => value !== "");
  return (
    <search>
      <form method="get" className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_auto_auto_auto]">
        <TextField label="Any text" name="text" defaultValue={query.text} />
        <TextField label="Who" name="actor" defaultValue={query.actor} />
        <TextField label="From (UTC)" name="after" type="datetime-local" defaultValue={query.after} />
        <TextField label="up to (UTC)" name="before" type="datetime-local" defaultValue={query.before} />
        {(["pool", "action", "door"] as const).map(
          (name) => query[name] !== "" && <input key={name} type="hidden" name={name} value={query[name]} />,
        )}
        <button type="submit" className={`${PLAIN} lg:min-h-12`}>
          Look
        </button>
      </form>
      {isAny && (
        <Link href="/audit" className={`mt-2 inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`}>
          Show all
        </Link>
      )}
    </search>
  );
}
