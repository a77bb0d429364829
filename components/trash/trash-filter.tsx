import Link from "next/link";
import { useId } from "react";
import { moduleTitle } from "#components/status/module-words.ts";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";
import { TextField } from "#components/ui/text-field.tsx";
import type { FaceView } from "#lib/domain/direction-status.ts";
import type { TrashFilter as Filter } from "./told-trash.ts";

type Props = { readonly filter: Filter; readonly faces: readonly FaceView[] };

/** What to look for: a plain form whose answer is an address, so that it can be kept and sent. */
export function TrashFilter({ filter, faces }: Props) {
  const isAny = Object.values(filter).some((value) => value !== "");
  return (
    <search>
      <form method="get" className="grid gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1 basis-48">
            <TextField
              label="Folder or name"
              name="name"
              defaultValue={filter.name}
              autoComplete="off"
              spellCheck={false}
            />
          </div>
          <button type="submit" className={`${PLAIN} lg:min-h-12`}>
            Look
          </button>
        </div>
        <details open={filter.module + filter.after + filter.before !== ""} className="text-sm">
          <summary className="min-h-8 text-soft">By kind and time</summary>
          <div className="mt-1.5 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
            <Kind value={filter.module} faces={faces} />
            <TextField label="Deleted from (UTC)" name="after" type="datetime-local" defaultValue={filter.after} />
            <TextField label="and before (UTC)" name="before" type="datetime-local" defaultValue={filter.before} />
          </div>
        </details>
        {isAny && (
          <Link href="?" className={`inline-flex min-h-8 items-center justify-self-start text-sm ${TEXT_LINK}`}>
            Show all
          </Link>
        )}
      </form>
    </search>
  );
}

function Kind({ value, faces }: { readonly value: string; readonly faces: readonly FaceView[] }) {
  const id = useId();
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="text-sm text-soft">
        Kind
      </label>
      <select
        id={id}
        name="module"
        defaultValue={value}
        className="min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink"
      >
        <option value="">All</option>
        {faces.map(({ Identity }) => (
          <option key={Identity} value={Identity}>
            {moduleTitle(Identity, faces)}
          </option>
        ))}
      </select>
    </div>
  );
}
