import { count } from "#components/status/amount.ts";
import { riskText } from "#components/status/concern.ts";
import { copiesName } from "#components/status/evidence.ts";
import { Moment } from "#components/status/moment.tsx";
import { pairRisk } from "#components/status/pair-risk.ts";
import type { Direction, Snapshot } from "#components/status/snapshot.ts";
import { shortName } from "#lib/domain/pool.ts";
import { reaches } from "#lib/domain/reach.ts";
import type { Door } from "./door.ts";
import { LaneStates } from "./lane-states.tsx";
import { PressForm } from "./press-form.tsx";

/** A page of more pairs than these would be too heavy for a phone: it tells the overall states, and its problems in full. */
const MOST_IN_FULL = 40;

type Props = { readonly snapshot: Snapshot; readonly door: Door };

/** Every state of every pair, folded away: it is in the page before any script, and needs none to be opened. */
export function EveryState({ snapshot: { Pairs, Now }, door }: Props) {
  if (Pairs.length === 0) return null;
  return (
    <details className="group/all rounded-2xl border border-line bg-panel">
      <summary className="flex min-h-12 list-none items-center justify-between gap-4 px-4 font-medium">
        <h2>Every state of {Pairs.length === 1 ? "the pair" : `all ${count(Pairs.length)} pairs`}</h2>
        <span aria-hidden="true" className="text-soft group-open/all:rotate-90">
          ❯
        </span>
      </summary>
      <p className="px-4 text-sm text-soft">
        As it may be believed at <Moment at={Now} />
      </p>
      {Pairs.map((pair) => (
        <section key={pair.A} aria-label={`${shortName(pair.A)} and ${shortName(pair.B)}`} className="px-4 pb-2">
          {pair.Directions.map((direction) =>
            Pairs.length > MOST_IN_FULL ? (
              <Overall key={direction.From} direction={direction} />
            ) : (
              <OneDirection key={direction.From} direction={direction} door={door} />
            ),
          )}
        </section>
      ))}
    </details>
  );
}

function Overall({ direction }: { readonly direction: Direction }) {
  const { OverallExportStatus, OverallImportStatus } = direction.Status;
  return (
    <p data-row={direction.From} className="flex flex-wrap items-baseline gap-x-3 border-line border-t py-2 text-sm">
      <span className="font-medium">{copiesName(direction)}</span>
      <span>exports {OverallExportStatus}</span>
      <span>imports {OverallImportStatus}</span>
    </p>
  );
}

function OneDirection({ direction, door }: { readonly direction: Direction; readonly door: Door }) {
  const risk = pairRisk({ Directions: [direction] });
  return (
    <div data-row={direction.From} className="grid gap-2 border-line border-t py-3">
      <h3 className="flex flex-wrap items-baseline justify-between gap-x-4 font-medium">
        {copiesName(direction)}
        <span className="text-sm text-soft">{risk === null ? "at risk: not known" : `${riskText(risk)} at risk`}</span>
      </h3>
      <LaneStates direction={direction} />
      {door.maySync && reaches(door.pools, direction.From) && (
        <PressForm
          press={door.sync}
          pool={direction.From}
          module="All"
          label="Sync now"
          of={copiesName(direction)}
          asking={door.asking}
        />
      )}
    </div>
  );
}
