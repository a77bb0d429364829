import { isExpected } from "#components/status/expected.ts";
import { Moment } from "#components/status/moment.tsx";
import { restSentences } from "#components/status/rest.ts";
import { waitSentence } from "#components/status/wait.ts";
import type { FaceView } from "#lib/domain/direction-status.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";

type Props = { readonly module: ModuleStatus; readonly faces: readonly FaceView[]; readonly now: string };

/** What waits and when it leaves; while that is not known, what was last known. */
export function WaitLine({ module, faces, now }: Props) {
  const rest = restSentences(module, faces, now);
  return (
    <p data-wait={module.Identity} className="mt-1 min-h-5 text-2xs text-soft">
      <LastKnown module={module} />
      {module.ExportStatus === "NotInitialized" &&
        (isExpected(module) ? "The first look has not ended" : "Not the CMS master: expected")}
      {module.ExportStatus !== "NotInitialized" && waitSentence(module, faces, now)}
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
    </p>
  );
}

function LastKnown({ module: { ExportStatus, LastKnown: known, PendingItems } }: { readonly module: ModuleStatus }) {
  if (ExportStatus !== "Unknown") return null;
  if (known === null) return "What waits is not known";
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
