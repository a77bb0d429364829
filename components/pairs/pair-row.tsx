import Link from "next/link";
import { memo } from "react";
import { pairPath } from "#components/status/paths.ts";
import { StateShape } from "#components/status/state-shape.tsx";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { ModuleSummary, PairSummary } from "./pair-summary.ts";
import { MODULES, SHORT_ROW } from "./row-grid.ts";

type Props = {
  readonly a: PoolFqdn;
  readonly b: PoolFqdn;
  readonly summary: PairSummary;
  /** Shows all that is known of the pair in its place. */
  readonly open: (a: string) => void;
  /** It was just closed: the focus comes back to it. */
  readonly isBack: boolean;
};

/** A pair in one row. A thousand of them are written anew only where a word changed. */
export const PairRow = memo(function PairRow({ a, b, summary, open, isBack }: Props) {
  const name = `${shortName(a)} ⇄ ${shortName(b)}`;
  return (
    <li
      data-pair={a}
      data-kind={summary.kind}
      className="border-line border-t py-2 [contain-intrinsic-height:auto_3.25rem] [content-visibility:auto] first:border-t-0"
    >
      <div className={SHORT_ROW}>
        <h2 className="min-w-0 font-semibold text-[0.9375rem]">
          <Link
            href={pairPath(a)}
            prefetch={false}
            title={`${a} and ${b}`}
            className="inline-block py-1 hover:underline"
          >
            {shortName(a)} <span aria-hidden="true">⇄</span>
            <span className="sr-only">and</span> {shortName(b)}
          </Link>
        </h2>
        <ul className={`${MODULES} wide:items-center`}>
          {summary.modules.map((module) => (
            <Module key={module.short} module={module} />
          ))}
        </ul>
        <p
          data-late={summary.isLate || undefined}
          className="whitespace-nowrap text-right font-semibold max-wide:order-1 data-late:text-bad wide:text-left min-[104rem]:pl-32"
        >
          {summary.risk ?? <span className="font-normal text-soft text-sm">Not known</span>}
          <span className="sr-only"> at risk</span>
        </p>
        <div className="flex items-center justify-between gap-2 text-2xs text-soft max-wide:order-2">
          <span className="max-sm:hidden">{summary.next}</span>
          <button
            type="button"
            // biome-ignore lint/a11y/noAutofocus: the button that was pressed is gone, and this one stands for it
            autoFocus={isBack}
            aria-expanded="false"
            aria-label={`Show all of ${name}`}
            onClick={() => open(a)}
            className="moves -mr-2 grid size-9 flex-none place-items-center rounded-lg hover:bg-raised max-lg:size-11"
          >
            <Chevron />
          </button>
        </div>
      </div>
    </li>
  );
}, isSame);

/** Its summary is made anew each second, and mostly says the same. */
function isSame(before: Props, now: Props): boolean {
  return before.open === now.open && JSON.stringify(before.summary) === JSON.stringify(now.summary);
}

function Module({ module: { short, state, words } }: { readonly module: ModuleSummary }) {
  return (
    <li className="flex min-w-0 items-baseline gap-1.5 text-2xs text-soft">
      {state !== null && (
        <span data-state={state} className="mark flex-none">
          <StateShape state={state} />
        </span>
      )}
      <span className="min-w-0">
        <span className="wide:sr-only">{short}: </span>
        {words}
      </span>
    </li>
  );
}

function Chevron() {
  return (
    <svg viewBox="0 0 12 12" className="size-3" fill="none" aria-hidden="true">
      <path d="M2.5 4.5 6 8l3.5-3.5" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}
