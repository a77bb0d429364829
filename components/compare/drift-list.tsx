import Link from "next/link";
import { count, counted, type Noun } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import { lanePath } from "#components/status/paths.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { DriftView } from "#lib/domain/compare-view.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import { AskForm } from "./ask-form.tsx";
import type { CompareRights } from "./compare-panel.tsx";
import { differenceWords } from "./compare-words.ts";
import { DRIFT_PAGE, type ToldCompares } from "./told-compare.ts";

type Props = {
  readonly told: ToldCompares;
  readonly from: PoolFqdn;
  readonly to: PoolFqdn;
  readonly module: ModuleName;
  readonly start: number;
  readonly item: Noun;
  readonly rights: CompareRights;
};

/** The items that are known to differ, page by page, each with the button that sends it again, and one for all. */
export function DriftList({ told, from, to, module, start, item, rights }: Props) {
  const { Drift, DriftItems, Mendable, Next } = told;
  const where = { from, to, module, item, rights };
  return (
    <section aria-label="What differs" className="grid gap-3 border-line border-t pt-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h3 className="font-semibold text-sm">What differs on {shortName(to)}</h3>
        {Mendable > 0 && rights.needs === null && <SendAgain {...where} drift={null} total={Mendable} />}
      </div>
      <ul className="grid gap-2">
        {Drift.map((one) => (
          <li
            key={`${one.Table} ${one.Key}`}
            data-drift={one.Difference}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 rounded-xl border border-line bg-ground px-3 py-2 text-sm"
          >
            <div className="grid min-w-0 gap-0.5">
              <code className="font-mono text-2xs [overflow-wrap:anywhere]">{nameOf(one)}</code>
              <span className="text-2xs text-soft">
                <span className="font-medium text-bad">{differenceWords(one.Difference)}</span>, found at{" "}
                <Moment at={one.FoundAt} />
                {one.SentAt !== null && (
                  <>
                    , sent again at <Moment at={one.SentAt} />: it is compared once more when it has arrived
                  </>
                )}
                {one.Difference === "owned-by-both" && ". Delete it on the pool where it does not belong"}.
              </span>
            </div>
            {isToBeSent(one) && rights.needs === null && <SendAgain {...where} drift={one} total={1} />}
          </li>
        ))}
      </ul>
      <Pages from={from} module={module} start={start} shown={Drift.length} total={DriftItems} next={Next} />
    </section>
  );
}

type SendProps = Pick<Props, "from" | "to" | "module" | "item" | "rights"> & {
  readonly drift: DriftView | null;
  readonly total: number;
};

function SendAgain({ from, to, module, item, rights, drift, total }: SendProps) {
  const items = drift === null ? "" : JSON.stringify([{ table: drift.Table, key: drift.Key }]);
  const what = drift === null ? counted(total, item) : nameOf(drift);
  return (
    <AskForm
      name={drift === null ? "Send all again" : "Send again"}
      {...(drift === null ? {} : { more: `, ${nameOf(drift)}` })}
      isQuiet={drift !== null}
      title={drift === null ? `Send ${what} again to ${shortName(to)}?` : `Send it again to ${shortName(to)}?`}
      fields={{ pool: from, module, items }}
      confirm="Send again"
      pending="Asking for it"
      action={rights.sendAgain}
    >
      {drift !== null && <p className="font-mono text-2xs text-ink [overflow-wrap:anywhere]">{what}</p>}
      <p>
        The copy on {shortName(to)} becomes what {shortName(from)} has now. What only {shortName(to)} has goes to its
        trash for 7 days, unless the deletion guard holds it.
      </p>
    </AskForm>
  );
}

function Pages({
  from,
  module,
  start,
  shown,
  total,
  next,
}: Pick<Props, "from" | "module" | "start"> & {
  readonly shown: number;
  readonly total: number;
  readonly next: string | null;
}) {
  if (start === 0 && next === null && shown === total) return null;
  const at = (place: number) => `${lanePath(from, module)}?drift=${place}`;
  return (
    <nav aria-label="Pages of what differs" className="flex flex-wrap items-center gap-x-4 text-2xs text-soft">
      <span>
        {shown === 0 ? "None" : `${count(start + 1)} to ${count(start + shown)}`} of {count(total)}
        {next === null &&
          start + shown < total &&
          ": the others have no name here, and a full compare finds them again"}
      </span>
      {start > 0 && (
        <Link href={at(Math.max(0, start - DRIFT_PAGE))} className={`inline-flex min-h-8 items-center ${TEXT_LINK}`}>
          Before
        </Link>
      )}
      {next !== null && (
        <Link href={at(Number(next))} className={`inline-flex min-h-8 items-center ${TEXT_LINK}`}>
          Next
        </Link>
      )}
    </nav>
  );
}

function isToBeSent({ Difference, SentAt }: DriftView): boolean {
  return Difference !== "owned-by-both" && SentAt === null;
}

function nameOf({ Table, Key }: DriftView): string {
  return Table === "content" ? Key : `${Table} ${Key}`;
}
