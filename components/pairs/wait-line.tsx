import type { ReactNode } from "react";
import { isExpected } from "#components/status/expected.ts";
import { moduleWords } from "#components/status/module-words.ts";
import { Moment } from "#components/status/moment.tsx";
import { restSentences } from "#components/status/rest.ts";
import { waitSentence } from "#components/status/wait.ts";
import type { FaceView } from "#lib/domain/direction-status.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { PassageLine } from "./passage-line.tsx";
import { usePassage } from "./use-passage.ts";

type Props = {
  readonly module: ModuleStatus;
  readonly to: PoolFqdn;
  readonly faces: readonly FaceView[];
  readonly now: string;
  /** What follows it on its line. */
  readonly children?: ReactNode;
};

/** What waits and when it leaves, and then that it left and arrived; while that is not known, what was last known. */
export function WaitLine({ module, to, faces, now, children }: Props) {
  const rest = restSentences(module, faces, now);
  const passage = usePassage(module, now);
  const isAllGone = passage !== null && module.PendingItems === 0;
  return (
    <p data-wait={module.Identity} className="mt-1 min-h-5 text-2xs text-soft">
      <LastKnown module={module} />
      {module.ExportStatus === "NotInitialized" &&
        (isExpected(module) ? "The first look has not ended" : "Not the CMS master: expected")}
      {module.ExportStatus !== "NotInitialized" && !isAllGone && waitSentence(module, faces, now)}
      {rest.length === 0 && passage === null && module.LimitLiftedUntil === null && <> {children}</>}
      {passage !== null && <PassageLine passage={passage} item={moduleWords(module.Identity, faces).item} to={to} />}
      {module.LimitLiftedUntil !== null && (
        <span className="block">
          Limit lifted until <Moment at={module.LimitLiftedUntil} />
        </span>
      )}
      {rest.map((sentence) => (
        <span key={sentence} className="block">
          {sentence}
        </span>
      ))}
      {(rest.length > 0 || passage !== null || module.LimitLiftedUntil !== null) && children}
    </p>
  );
}

function LastKnown({ module: { ExportStatus, LastKnown: known, PendingItems } }: { readonly module: ModuleStatus }) {
  if (ExportStatus !== "Unknown") return null;
  if (known === null) return PendingItems === null ? "What waits is not known" : null;
  if (known.ExportStatus === "Unknown") return null;
  return (
    <>
      last known {known.ExportStatus}
      {known.At !== null && (
        <>
          , <Moment at={known.At} />
        </>
      )}
      {PendingItems !== null && <br />}
    </>
  );
}
