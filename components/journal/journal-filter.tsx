import Link from "next/link";
import { type ReactNode, useId } from "react";
import { moduleTitle } from "#components/status/module-words.ts";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";
import { TextField } from "#components/ui/text-field.tsx";
import type { FaceView } from "#lib/domain/direction-status.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** What is looked for, as it stands in the address. */
export type JournalQuery = {
  readonly pool: string;
  readonly from: string;
  readonly module: string;
  readonly kind: string;
  readonly after: string;
  readonly before: string;
  readonly next: string;
};

type Props = { readonly query: JournalQuery; readonly pools: readonly PoolFqdn[]; readonly faces: readonly FaceView[] };

/** What people look for; the kinds behind each are those of the door. */
const KINDS: readonly (readonly [kind: string, name: string])[] = [
  ["", "Everything"],
  ["asked,changed", "Who asked and changed"],
  ["ran,failed", "What ran and what failed"],
  ["failed", "What failed"],
  ["state,failed", "States of copies"],
  ["engine", "Starts of the engine"],
];

/** What to look for: a plain form whose answer is an address, so that it can be kept and sent. */
export function JournalFilter({ query, pools, faces }: Props) {
  const { next: _, ...filter } = query;
  const isAny = Object.values(filter).some((value) => value !== "");
  return (
    <search>
      <form method="get" className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_1fr_auto_auto_auto]">
        <Choice label="Kind" name="kind" value={query.kind}>
          {KINDS.map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </Choice>
        <Choice label="Pool" name="pool" value={query.pool}>
          <option value="">All</option>
          {pools.map((pool) => (
            <option key={pool} value={pool}>
              {pool}
            </option>
          ))}
        </Choice>
        <Choice label="Module" name="module" value={query.module}>
          <option value="">All</option>
          {faces.map(({ Identity }) => (
            <option key={Identity} value={Identity}>
              {moduleTitle(Identity, faces)}
            </option>
          ))}
        </Choice>
        <TextField label="From (UTC)" name="after" type="datetime-local" defaultValue={query.after} />
        <TextField label="and before (UTC)" name="before" type="datetime-local" defaultValue={query.before} />
        {query.from !== "" && <input type="hidden" name="from" value={query.from} />}
        <button type="submit" className={`${PLAIN} lg:min-h-12`}>
          Look
        </button>
      </form>
      {isAny && (
        <Link href="/journal" className={`mt-2 inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`}>
          Show all
        </Link>
      )}
    </search>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly children: ReactNode;
};

function Choice({ label, name, value, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      <select
        id={id}
        name={name}
        defaultValue={value}
        className="min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink"
      >
        {children}
      </select>
    </div>
  );
}
