import Link from "next/link";
import { copiesName } from "#components/status/evidence.ts";
import { runPath } from "#components/status/paths.ts";
import { isOpen, progressShare, progressWords, runNoun, spokenSync } from "#components/status/progress.ts";
import { Sentence } from "#components/status/sentence.tsx";
import type { Direction } from "#components/status/snapshot.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import type { SyncAnswer } from "./sync-now.ts";

type Props = {
  readonly id: string;
  readonly direction: Direction;
  readonly isAsking: boolean;
  readonly isOffline: boolean;
  readonly answer: SyncAnswer | null;
};

/** What became of a press: accepted or refused, how far it is, and its receipt. Always there, so that it can be read aloud. */
export function SyncLine({ id, direction, isAsking, isOffline, answer }: Props) {
  const refused = !isAsking && answer !== null && !answer.ok ? answer : null;
  const sync = spokenSync(direction.Requests);
  const isUnheard = isEngineUnheard(direction);
  const share = sync !== null && isOpen(sync) && !isUnheard ? progressShare(sync) : null;
  return (
    <div className="col-span-full max-wide:order-5 wide:col-start-2">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <p id={id} role="status" data-run={direction.From} className="min-h-5 text-2xs text-soft">
          {isAsking && "Asking for it"}
          {refused !== null && (
            <span className="text-bad">
              {refused.sentence} <span className="text-soft">{refused.hint}</span>
            </span>
          )}
          {!isAsking && refused === null && (
            <Progress direction={direction} isUnheard={isUnheard} isOffline={isOffline} />
          )}
        </p>
        {sync !== null && (
          <Link href={runPath(sync.Id)} className={`inline-flex min-h-6 items-center text-2xs ${TEXT_LINK}`}>
            {isOpen(sync) ? "Follow it" : "Its receipt"}
            <span className="sr-only">, {copiesName(direction)}</span>
          </Link>
        )}
      </div>
      <div className="mt-1 h-1 max-w-96 overflow-hidden rounded-full" aria-hidden="true">
        {share !== null && (
          <div className="h-full rounded-full bg-raised">
            <div className="moves h-full rounded-full bg-accent" style={{ width: `${Math.round(share * 100)}%` }} />
          </div>
        )}
      </div>
    </div>
  );
}

function Progress({
  direction,
  isUnheard,
  isOffline,
}: Pick<Props, "direction" | "isOffline"> & { readonly isUnheard: boolean }) {
  const sync = spokenSync(direction.Requests);
  const isWaiting = sync !== null && isOpen(sync);
  if (isUnheard && isWaiting)
    return <Sentence words={["Asked at ", { at: sync.RequestedAt }, "; how far it is, is not known"]} />;
  if (isOffline) return "The server is not reached: a sync cannot be asked for";
  if (isUnheard) return "The engine is not heard: a sync asked for now starts when it is heard again";
  if (sync === null) return "No sync was asked for yet";
  const words = progressWords(sync, direction.Faces);
  return <Sentence words={isWaiting ? words : [`Last ${runNoun(sync)}: `, ...lowered(words)]} />;
}

/** Nothing that the engine told is known any more, how far its runs are included. */
function isEngineUnheard({ Status }: Direction): boolean {
  return Status.BackupModules.some((module) => module.ExportStatus === "Unknown" && module.PendingItems === null);
}

function lowered(words: ReturnType<typeof progressWords>): ReturnType<typeof progressWords> {
  return words.map((word, place) => (place === 0 && typeof word === "string" ? word.toLowerCase() : word));
}
