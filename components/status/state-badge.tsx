import type { ExportState } from "#lib/domain/export-state.ts";
import type { ImportState } from "#lib/domain/import-state.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Moment } from "./moment.tsx";
import { StateShape } from "./state-shape.tsx";

const MEANS: Record<ExportState | ImportState, string> = {
  FinalState: "Fully copied: nothing waits",
  SteadyState: "Keeping up: all that changed is on its way",
  NonSteadyState: "Falling behind: something had to wait",
  NotInitialized: "Not started",
  ErrorState: "Failed",
  NormalState: "Imports work",
  Unknown: "Not heard of",
};

type Props = {
  readonly side: "export" | "import";
  readonly state: ExportState | ImportState;
  readonly module: string;
  readonly from: PoolFqdn;
  /** Shown for Unknown. */
  readonly since: string | null;
  /** Why the state is as it should be, though it would be none to rest on elsewhere; null for every other. */
  readonly expected?: string | null;
};

/** One state: shape, the vendor's word and a colour; `data-state` says it to style sheets and to tests. */
export function StateBadge({ side, state, module, from, since, expected = null }: Props) {
  return (
    <span
      className="state inline-flex max-w-full items-baseline gap-1.5 rounded-md py-0.5 pr-2 pl-1.5 text-[0.8125rem] leading-5"
      data-state={state}
      data-side={side}
      data-module={module}
      data-direction={from}
      data-was-known={(state === "Unknown" && since !== null) || undefined}
      data-expected={expected === null ? undefined : true}
      title={expected ?? MEANS[state]}
    >
      <StateShape state={state} />
      <span className="min-w-0">
        {state}
        {state === "Unknown" && since !== null && (
          <>
            {" "}
            <span className="whitespace-nowrap">
              since <Moment at={since} />
            </span>
          </>
        )}
      </span>
    </span>
  );
}
