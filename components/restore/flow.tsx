import type { RestoreCase } from "#components/status/restore-case.ts";
import { Sentence } from "#components/status/sentence.tsx";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { amountText, type RestoreAmount } from "./amount-words.ts";
import { contentOf } from "./restore-words.ts";

type Props = { readonly one: RestoreCase; readonly amount: RestoreAmount | null };

/** Source, arrow, target: on a phone below each other. */
export function Flow({ one, amount }: Props) {
  const isStandby = one.is === "standby";
  return (
    <div className="grid items-center gap-2 sm:grid-cols-[minmax(0,1fr)_7.5rem_minmax(0,1fr)] sm:gap-3">
      <End
        name="source"
        above={isStandby ? "from its owner" : "from the standby on"}
        pool={one.partner}
        below={<Source one={one} amount={amount} />}
      />
      <p className="grid justify-items-center text-2xs text-soft">
        <svg viewBox="0 0 120 22" className="h-[1.375rem] w-28 max-sm:hidden" fill="none" aria-hidden="true">
          <path d="M2 11h110m-9-8 9 8-9 8" stroke="var(--accent)" strokeWidth="2.4" />
        </svg>
        <svg viewBox="0 0 22 40" className="h-9 w-5 sm:hidden" fill="none" aria-hidden="true">
          <path d="M11 2v34m-8-9 8 9 8-9" stroke="var(--accent)" strokeWidth="2.4" />
        </svg>
        copies to
      </p>
      <End
        name="target"
        above={isStandby ? "to the standby on" : "back to its owner"}
        pool={one.pool}
        below={isStandby ? `${contentOf(one)} of its partner` : "only what is missing is written"}
      />
    </div>
  );
}

type EndProps = {
  readonly name: "source" | "target";
  readonly above: string;
  readonly pool: PoolFqdn;
  readonly below: React.ReactNode;
};

function End({ name, above, pool, below }: EndProps) {
  return (
    <div
      data-end={name}
      className="rounded-xl border border-line bg-ground px-4 py-3 text-2xs text-soft data-[end=target]:border-warn-line"
    >
      <p>{above}</p>
      <p className="py-0.5 font-semibold text-base text-ink [overflow-wrap:anywhere]">{pool}</p>
      <p>{below}</p>
    </div>
  );
}

function Source({ one: { against, lastEqualAt }, amount }: Props) {
  if (against !== null) return <span className="text-bad">its own store is lost too</span>;
  if (amount !== null) return `holds ${amountText(amount)}`;
  if (lastEqualAt === null) return "what it holds could not be counted now";
  return <Sentence words={["both sides equal at ", { at: lastEqualAt }]} />;
}
