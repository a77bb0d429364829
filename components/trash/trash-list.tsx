"use client";

import Link from "next/link";
import { type ChangeEvent, useActionState, useRef, useState } from "react";
import { count } from "#components/status/amount.ts";
import { runPath } from "#components/status/paths.ts";
import { PLAIN, PRIMARY, TEXT_LINK } from "#components/ui/button-looks.ts";
import { FormRefusal, type Refusal } from "#components/ui/form-refusal.tsx";
import { useIsHere } from "#components/ui/use-is-here.ts";
import { WhyField } from "#components/ui/why-field.tsx";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import { type TrashFilter, type TrashPage, trashQuery } from "./told-trash.ts";
import { TrashItem } from "./trash-item.tsx";

/** What became of a press: refused, or the runs that bring it back. */
export type BroughtBack = { readonly refusal: Refusal; readonly runs: readonly string[] };
export type BringBack = (before: BroughtBack, form: FormData) => Promise<BroughtBack>;

type Props = {
  readonly pool: PoolFqdn;
  readonly page: TrashPage;
  readonly filter: TrashFilter;
  readonly bringBack: BringBack;
  /** The role that bringing back needs and the reader lacks; null when it may be pressed. */
  readonly needs: string | null;
};

const NONE: BroughtBack = { refusal: null, runs: [] };

/** What is in the trash, page by page; chosen things go back to their owner. */
export function TrashList({ pool, page, filter, bringBack, needs }: Props) {
  const [answer, action, isPending] = useActionState(bringBack, NONE);
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState(0);
  const recount = () => setChosen(form.current?.querySelectorAll("input[name=item]:checked").length ?? 0);
  const canChoose = needs === null;
  return (
    <form ref={form} action={action} onChange={recount} onReset={() => setChosen(0)} className="grid gap-4">
      <FormRefusal refusal={answer.refusal} again={action} />
      <Runs ids={answer.runs} />
      <input type="hidden" name="pool" value={pool} />
      {page.found === 0 ? (
        <Empty isFiltered={trashQuery(filter, 1) !== "?"} />
      ) : (
        <>
          <div className="flex min-h-12 flex-wrap items-center gap-x-5 gap-y-2.5">
            {canChoose && <ChooseAll form={form} chosen={chosen} of={page.items.length} done={recount} />}
            <p className="mr-auto text-sm text-soft" role="status">
              {canChoose && chosen > 0 ? `${count(chosen)} chosen` : foundWords(page)}
            </p>
            {canChoose ? (
              <button type="submit" aria-disabled={isPending} className={`${PRIMARY} max-sm:w-full`}>
                {isPending ? "Asking for it" : `Bring back to ${shortName(pool)}`}
              </button>
            ) : (
              <p className="text-sm text-soft">To bring things back needs the role {needs}.</p>
            )}
          </div>
          {canChoose && chosen > 0 && <WhyField />}
          <ul className="border-line border-y">
            {page.items.map((item) => (
              <TrashItem key={item.Id} item={item} canChoose={canChoose} />
            ))}
          </ul>
        </>
      )}
      <Pages page={page} filter={filter} />
    </form>
  );
}

/** What to do where there is nothing. */
function Empty({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <p className="text-sm text-soft">
      {isFiltered
        ? "Nothing in the trash is like that. Look for less of the name, or for another time."
        : "The trash is empty. What is deleted from now on is here as soon as the partner has deleted it too."}
    </p>
  );
}

type ChooseProps = {
  readonly form: React.RefObject<HTMLFormElement | null>;
  readonly chosen: number;
  readonly of: number;
  readonly done: () => void;
};

/** Only a script can choose all at once, so it is there only with one. */
function ChooseAll({ form, chosen, of, done }: ChooseProps) {
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    for (const box of form.current?.querySelectorAll<HTMLInputElement>("input[name=item]") ?? [])
      box.checked = target.checked;
    done();
  };
  return (
    <label className={`flex min-h-12 items-center gap-3.5 px-1 text-sm ${useIsHere() ? "" : "invisible"}`}>
      <input
        type="checkbox"
        checked={chosen > 0 && chosen === of}
        onChange={choose}
        className="size-5 accent-(--press)"
      />
      All on this page
    </label>
  );
}

function foundWords({ found, page, pages, isCut }: TrashPage): string {
  const where = pages > 1 ? `, page ${count(page)} of ${count(pages)}` : "";
  return `${count(found)} found${isCut ? ", and more: narrow it down" : ""}${where}`;
}

function Runs({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <p role="status" className="flex flex-wrap gap-x-4 rounded-xl border border-line bg-raised px-4 py-3 text-sm">
      They are on their way back, each kind in a run of its own:
      {ids.map((id, place) => (
        <Link key={id} href={runPath(id)} className={TEXT_LINK}>
          Run {place + 1}
        </Link>
      ))}
    </p>
  );
}

function Pages({ page: { page, pages }, filter }: Pick<Props, "page" | "filter">) {
  if (pages === 1) return null;
  return (
    <nav aria-label="Pages of the trash" className="flex flex-wrap gap-3">
      {page > 1 && (
        <Link href={trashQuery(filter, page - 1)} className={PLAIN}>
          Deleted later
        </Link>
      )}
      {page < pages && (
        <Link href={trashQuery(filter, page + 1)} className={PLAIN}>
          Deleted earlier
        </Link>
      )}
    </nav>
  );
}
