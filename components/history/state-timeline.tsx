import { Moment } from "#components/status/moment.tsx";
import { StateShape } from "#components/status/state-shape.tsx";
import { duration } from "#lib/domain/duration.ts";
import type { StateView } from "#lib/domain/lane-history.ts";
import { REASONS } from "#lib/domain/reasons.ts";

type Props = { readonly states: readonly StateView[]; readonly to: string };

/** So many are listed; the strip of them all would be too long to read. */
const MOST = 40;

/** Each change of state with its moment and its reason, the latest first. */
export function StateTimeline({ states, to }: Props) {
  const latest = states.slice(-MOST).reverse();
  if (latest.length === 0) return <p className="text-sm text-soft">No state is known of this time.</p>;
  return (
    <ol className="grid text-sm">
      {latest.map((one) => (
        <li
          key={`${one.Side} ${one.Since} ${one.State} ${one.Reason}`}
          data-span={one.Side}
          className="grid gap-x-4 border-line border-t py-1.5 first:border-t-0 sm:grid-cols-[9.5rem_minmax(0,1fr)]"
        >
          <span className="text-soft">
            <Moment at={one.Since} />
          </span>
          <span className="min-w-0">
            <span className="inline-flex items-baseline gap-1.5">
              {one.Side} <StateShape state={one.State} /> {one.State}
            </span>
            <span className="text-soft">
              {" "}
              for {duration(Date.parse(one.Until ?? to) - Date.parse(one.Since))}
              {one.Until === null && " until now"}
            </span>
            {one.Reason !== null && <span className="block text-2xs text-soft">{REASONS[one.Reason].says}</span>}
            {one.Sentence !== null && (
              <span className="block text-2xs [overflow-wrap:anywhere]">
                {one.Path !== null && <code className="font-mono">{one.Path}</code>} {one.Sentence}
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
