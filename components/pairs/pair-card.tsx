import Link from "next/link";
import { pairTone } from "#components/status/concern.ts";
import { copiesName } from "#components/status/evidence.ts";
import { pairNotes } from "#components/status/notes.ts";
import { pairPath, trashPath } from "#components/status/paths.ts";
import { restoreCases } from "#components/status/restore-case.ts";
import type { Pair } from "#components/status/snapshot.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { duration } from "#lib/domain/duration.ts";
import { shortName } from "#lib/domain/pool.ts";
import { syncInterval } from "#lib/domain/sync-interval.ts";
import { DirectionRow } from "./direction-row.tsx";
import { NoteBanner } from "./note-banner.tsx";
import type { SyncDoor } from "./sync-now.ts";

type Props = {
  readonly pair: Pair;
  readonly now: string;
  readonly interval: string;
  readonly sync: SyncDoor;
  /** Makes it one row again; null where it stands open by itself. */
  readonly close: ((a: string) => void) | null;
  /** It stands on its own page, which has these links below. */
  readonly isOwnPage?: boolean;
};

/** One pair: why what is not good is not good, then both directions, never averaged, in the order that they come in. */
export function PairCard({ pair, now, interval, sync, close, isOwnPage = false }: Props) {
  const id = `pair-${pair.A}`;
  const cycle = syncInterval(interval);
  return (
    <section
      aria-labelledby={id}
      data-tone={pairTone(pair)}
      className="moves rounded-2xl border border-line bg-panel data-[tone=bad]:border-bad-line data-[tone=unknown]:border-unknown data-[tone=warn]:border-warn-line"
    >
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 pt-3 pb-2.5 sm:px-5">
        <h2 id={id} className="font-semibold text-base">
          {shortName(pair.A)} <span aria-hidden="true">⇄</span>
          <span className="sr-only">and</span> {shortName(pair.B)}
        </h2>
        <p className="text-soft text-2xs">
          {pair.A} · {pair.B}
          {cycle !== null && (
            <>
              {" "}
              · a cycle sends what changed <span className="whitespace-nowrap">every {duration(cycle)}</span>
            </>
          )}
        </p>
        <p className="flex flex-wrap items-baseline gap-x-2.5 text-2xs text-soft sm:ml-auto">
          {!isOwnPage && <Links pair={pair} />}
          {close !== null && (
            <button
              type="button"
              // biome-ignore lint/a11y/noAutofocus: the button that was pressed is gone, and this one stands for it
              autoFocus
              aria-expanded="true"
              onClick={() => close(pair.A)}
              className="moves min-h-8 rounded-lg px-2 hover:bg-raised max-lg:min-h-11"
            >
              Show less
              <span className="sr-only">
                {" "}
                of {shortName(pair.A)} and {shortName(pair.B)}
              </span>
            </button>
          )}
        </p>
      </header>
      {pairNotes(pair, sync.maySync).map((note) => (
        <NoteBanner key={`${note.reason} ${note.title}`} note={note} />
      ))}
      {pair.Directions.map((direction) => (
        <DirectionRow
          key={direction.From}
          direction={direction}
          lost={restoreCases(pair, direction.From)[0] ?? null}
          now={now}
          sync={sync}
        />
      ))}
    </section>
  );
}

function Links({ pair }: Pick<Props, "pair">) {
  return (
    <>
      <Link href={pairPath(pair.A)} className={`inline-flex min-h-6 items-center ${TEXT_LINK}`}>
        Open pair<span className="sr-only"> {copiesName({ From: pair.A, To: pair.B })}</span>
      </Link>
      Trash of
      {[pair.A, pair.B].map((pool) => (
        <Link key={pool} href={trashPath(pool)} className={`inline-flex min-h-6 items-center ${TEXT_LINK}`}>
          <span className="sr-only">Trash of </span>
          {shortName(pool)}
        </Link>
      ))}
    </>
  );
}
