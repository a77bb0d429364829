import { type Refused, refusedSentence, skippedSentence } from "#components/status/rest.ts";
import type { FaceView, PartnerImport } from "#lib/domain/direction-status.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";

type Props = {
  readonly module: ModuleStatus;
  readonly partner: PartnerImport | null;
  readonly faces: readonly FaceView[];
  readonly by: PoolFqdn;
};

/** How many items the partner refused, and the first of them by name (DESIGN L12), and how many were skipped; nothing when there is none. */
export function RefusedLine({ module, partner, faces, by }: Props) {
  const refused = refusedSentence(module, partner, faces, shortName(by));
  const skipped = skippedSentence(module, faces);
  return (
    <>
      {refused !== null && <RefusedItem module={module} {...refused} />}
      {skipped !== null && (
        <p data-skipped={module.Identity} className="text-2xs text-soft">
          {skipped}
        </p>
      )}
    </>
  );
}

function RefusedItem({ module, says, first }: Pick<Props, "module"> & Refused) {
  return (
    <p data-refused={module.Identity} className="text-2xs text-warn">
      {says}{" "}
      {first !== null && (
        <code className="rounded bg-ground px-1 font-mono text-ink [overflow-wrap:anywhere]">{first}</code>
      )}
    </p>
  );
}
