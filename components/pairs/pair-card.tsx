import Link from "next/link";
import { pairTone, worstFirst } from "#components/status/concern.ts";
import { copiesName } from "#components/status/evidence.ts";
import { moduleTitle } from "#components/status/module-words.ts";
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
import { MODULES, ROW } from "./row-grid.ts";
import type { SyncDoor } from "./sync-now.ts";

type Props = { readonly pair: Pair; readonly now: string; readonly interval: string; readonly sync: SyncDoor };

/** One pair: both directions, never averaged, worst first, and why what is not good is not good. */
export function PairCard({ pair, now, interval, sync }: Props) {
  const id = `pair-${pair.A}`;
  const cycle = syncInterval(interval);
  return (
    <section
      aria-labelledby={id}
      data-tone={pairTone(pair)}
      className="moves rounded-2xl border border-line bg-panel data-[tone=bad]:border-bad-line data-[tone=unknown]:border-hatch-line data-[tone=warn]:border-warn-line"
    >
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 pt-3 pb-2.5 sm:px-5">
        <h2 id={id} className="font-semibold text-base">
          {shortName(pair.A)} <span aria-hidden="true">⇄</span>
          <span className="sr-only">and</span> {shortName(pair.B)}
        </h2>
        <p className="text-soft text-2xs">
          {pair.A} · {pair.B}
          {cycle !== null && ` · a cycle every ${duration(cycle)}`}
        </p>
        <p className="flex flex-wrap items-baseline gap-x-2.5 text-2xs text-soft sm:ml-auto">
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
        </p>
      </header>
      <div className={`${ROW} pb-2 text-2xs text-soft max-wide:hidden`} aria-hidden="true">
        <span>Copies</span>
        <div className={MODULES}>
          {modulesOf(pair).map((module) => (
            <span key={module}>{moduleTitle(module, facesOf(pair))}</span>
          ))}
        </div>
        <span className="min-[104rem]:flex min-[104rem]:gap-6">
          <span className="w-26 max-[104rem]:hidden">Waiting, last 6 h</span>
          <span>At risk</span>
        </span>
      </div>
      {worstFirst(pair.Directions).map((direction) => (
        <DirectionRow
          key={direction.From}
          direction={direction}
          lost={restoreCases(pair, direction.From)[0] ?? null}
          now={now}
          sync={sync}
        />
      ))}
      {pairNotes(pair, sync.maySync).map((note) => (
        <NoteBanner key={`${note.reason} ${note.title}`} note={note} />
      ))}
    </section>
  );
}

function facesOf(pair: Pair) {
  return pair.Directions[0]?.Faces ?? [];
}

function modulesOf(pair: Pair) {
  return pair.Directions[0]?.Status.BackupModules.map((module) => module.Identity) ?? [];
}
