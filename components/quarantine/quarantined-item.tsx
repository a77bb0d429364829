import { Moment } from "#components/status/moment.tsx";
import { PLAIN } from "#components/ui/button-looks.ts";
import type { QuarantinedView } from "#lib/domain/quarantine-view.ts";
import { triesWords } from "./quarantine-words.ts";

/** What may be pressed for an item; null for what may not. */
export type May = {
  readonly retry: ((item: QuarantinedView) => void) | null;
  readonly skip: ((item: QuarantinedView) => void) | null;
  readonly isPending: boolean;
};

type Props = { readonly item: QuarantinedView; readonly may: May };

/** One item: its name, why it is refused, since when and how often it was tried, when it is tried next, and who skipped it. */
export function QuarantinedItem({ item, may }: Props) {
  const { Item, Sentence, FirstSeen, Tries, LastTryAt, NextTryAt, Skipped } = item;
  const isTellable = NextTryAt !== null || Skipped !== null;
  return (
    <li
      data-quarantined={Item}
      data-skipped={Skipped === null ? undefined : ""}
      className="grid gap-x-4 gap-y-2 border-line border-b py-3 last:border-b-0 last:pb-0 sm:grid-cols-[minmax(0,1fr)_auto]"
    >
      <div className="grid content-start gap-0.5">
        <code className="font-mono text-2xs [overflow-wrap:anywhere]">{Item}</code>
        <span className="text-sm [overflow-wrap:anywhere]">{Sentence}</span>
        <span className="text-2xs text-soft">
          Changed at <Moment at={FirstSeen} />, {triesWords(Tries)}
          {LastTryAt !== null && (
            <>
              , last at <Moment at={LastTryAt} />
            </>
          )}
          .{" "}
          {NextTryAt !== null && (
            <>
              Tried again at <Moment at={NextTryAt} />.
            </>
          )}
          {!isTellable && "Its key is no text, so it is tried again when it changes."}
        </span>
        {Skipped !== null && (
          <span className="text-2xs [overflow-wrap:anywhere]">
            Skipped by {Skipped.By} at <Moment at={Skipped.At} />: {Skipped.Reason}
          </span>
        )}
      </div>
      <div className="flex flex-wrap items-start gap-2.5 max-sm:*:flex-1">
        {may.retry !== null && isTellable && (
          <button type="button" aria-disabled={may.isPending} onClick={() => may.retry?.(item)} className={PLAIN}>
            Retry now<span className="sr-only">, {Item}</span>
          </button>
        )}
        {may.skip !== null && Skipped === null && (
          <button type="button" onClick={() => may.skip?.(item)} className={PLAIN}>
            Skip<span className="sr-only">, {Item}</span>
          </button>
        )}
      </div>
    </li>
  );
}
