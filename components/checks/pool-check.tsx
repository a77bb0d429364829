"use client";

import { useState } from "react";
import { Moment } from "#components/status/moment.tsx";
import { PLAIN } from "#components/ui/button-looks.ts";
import { Refused } from "#components/ui/refused.tsx";
import { usePress } from "#components/ui/use-press.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import { CheckItem } from "./check-item.tsx";
import { type CheckPool, resultsInWords, type ToldChecks } from "./told-checks.ts";

type Props = {
  readonly pool: PoolFqdn;
  readonly check: CheckPool;
  /** Why it cannot be checked here; null when it can. */
  readonly hindered: string | null;
};

/** Looks at a pool when the button is pressed, and tells what was found then. */
export function PoolCheck({ pool, check, hindered }: Props) {
  const [told, setTold] = useState<ToldChecks | null>(null);
  const { press, isPending, refusal } = usePress(check, setTold);
  const name = shortName(pool);
  return (
    <section aria-label={`Check of ${name}`} data-checked={pool} className="grid content-start gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="font-semibold text-base [overflow-wrap:anywhere]">{name}</h3>
        {hindered === null && (
          <button
            type="button"
            data-check={pool}
            aria-disabled={isPending}
            onClick={() => press(pool)}
            className={`${PLAIN} max-sm:w-full`}
          >
            {isPending ? `Checking ${name}` : `Check ${name} now`}
          </button>
        )}
      </div>
      {hindered !== null && <p className="text-sm text-soft">{hindered}</p>}
      <Refused refusal={refusal} />
      <p role="status" className="text-sm">
        {isPending && <span className="text-soft">Its stores, clocks and settings are looked at.</span>}
        {!isPending && told !== null && (
          <>
            {resultsInWords(told.Checks)}, as of <Moment at={told.AsOf} />.
          </>
        )}
      </p>
      {told !== null && <Results told={told} />}
    </section>
  );
}

/** What wants a person in full; what passed behind a line. */
function Results({ told: { Checks } }: { readonly told: ToldChecks }) {
  const found = Checks.filter(({ Result }) => Result !== "passed");
  const passed = Checks.filter(({ Result }) => Result === "passed");
  return (
    <div className="grid gap-2">
      {found.length > 0 && (
        <ul className="grid gap-2">
          {found.map((one) => (
            <CheckItem key={`${one.Name} ${one.Path} ${one.Says}`} check={one} />
          ))}
        </ul>
      )}
      {passed.length > 0 && (
        <details>
          <summary className="min-h-8 py-1 text-sm text-soft">What passed</summary>
          <ul className="mt-1 grid gap-2">
            {passed.map((one) => (
              <CheckItem key={`${one.Name} ${one.Says}`} check={one} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
