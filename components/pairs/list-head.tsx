import { TARGET_SECONDS } from "#components/status/concern.ts";
import { moduleTitle } from "#components/status/module-words.ts";
import type { Pair } from "#components/status/snapshot.ts";
import { duration } from "#lib/domain/duration.ts";
import { MODULES, ROW } from "./row-grid.ts";

/** The names of the columns, once for all pairs; only where they stand beside each other. */
export function ListHead({ pair }: { readonly pair: Pair }) {
  const [direction] = pair.Directions;
  return (
    <div className={`${ROW} border border-transparent text-2xs text-soft max-wide:hidden`} aria-hidden="true">
      <span>Copies</span>
      <div className={MODULES}>
        {direction?.Status.BackupModules.map(({ Identity }) => (
          <span key={Identity}>{moduleTitle(Identity, direction.Faces)}</span>
        ))}
      </div>
      <span className="whitespace-nowrap min-[104rem]:flex min-[104rem]:gap-6">
        <span className="w-26 max-[104rem]:hidden">At risk, last 6 h</span>
        <span>At risk now, of {duration(TARGET_SECONDS * 1000)}</span>
      </span>
    </div>
  );
}
