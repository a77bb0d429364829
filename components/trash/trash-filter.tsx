import Link from "next/link";
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
      <form
        method="get"
        className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))_auto]"
      >
        <TextField
          label="Folder or name"
          name="name"
          defaultValue={filter.name}
          autoComplete="off"
          spellCheck={false}
        />
        <div className="grid gap-1.5">
          <label htmlFor="trash-module" className="text-sm text-soft">
            Kind
          </label>
          <select
            id="trash-module"
            name="module"
            defaultValue={filter.module}
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
        <TextField label="Deleted from (UTC)" name="after" type="datetime-local" defaultValue={filter.after} />
        <TextField label="and before (UTC)" name="before" type="datetime-local" defaultValue={filter.before} />
        <div className="flex min-h-12 items-center gap-4 sm:col-span-2 lg:col-span-1">
          <button type="submit" className={`${PLAIN} lg:min-h-12`}>
            Look
          </button>
          {isAny && (
            <Link href="?" className={`inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`}>
              Show all
            </Link>
          )}
        </div>
      </form>
    </search>
  );
}
