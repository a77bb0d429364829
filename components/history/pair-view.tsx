"use client";

import Link from "next/link";
import { PoolCheck } from "#components/checks/pool-check.tsx";
import type { CheckPool } from "#components/checks/told-checks.ts";
import { RecentJournal, type ToldJournal } from "#components/journal/recent-journal.tsx";
import { useBelieved } from "#components/live/use-believed.ts";
import { ListHead } from "#components/pairs/list-head.tsx";
import { PairCard } from "#components/pairs/pair-card.tsx";
import type { SyncNow } from "#components/pairs/sync-now.ts";
import { useAsked } from "#components/pairs/use-asked.ts";
import { Alive } from "#components/shell/alive.tsx";
import { Freshness } from "#components/shell/freshness.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { copiesName } from "#components/status/evidence.ts";
import { headline } from "#components/status/headline.ts";
import { moduleTitle } from "#components/status/module-words.ts";
import { Moment } from "#components/status/moment.tsx";
import { heldPath, journalPath, lanePath, restorePath, trashPath } from "#components/status/paths.ts";
import { Sentence } from "#components/status/sentence.tsx";
import type { Direction } from "#components/status/snapshot.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { Reach } from "#lib/domain/reach.ts";
import { SparkCell } from "./spark-cell.tsx";

type Props = {
  readonly pool: PoolFqdn;
  readonly syncNow: SyncNow;
  readonly maySync: boolean;
  readonly pools: Reach;
  readonly check: CheckPool;
  /** Why a pool cannot be checked here, by its name; null when it can. */
  readonly hindered: Readonly<Record<string, string | null>>;
  /** The latest of this pair, as they were when the page was asked for. */
  readonly journal: ToldJournal;
};

/** One pair: both directions as they are, how they were, and what happened. */
export function PairView({ pool, syncNow, maySync, pools, check, hindered, journal }: Props) {
  const { setAsked, known } = useAsked();
  const heard = useBelieved(known);
  if (heard === null) return <p className="text-soft">Nothing has been heard yet.</p>;
  const { snapshot, toldAt, saysAt, hearing, isAlive } = heard;
  const pair = snapshot.Pairs.find(({ A, B }) => A === pool || B === pool);
  if (pair === undefined) return <p className="text-soft">These pools are no pair any more.</p>;
  const offlineSince = hearing === "offline" ? toldAt : null;
  const { title, detail } = headline({ ...snapshot, Pairs: [pair] }, offlineSince, maySync);
  const sync = { syncNow, maySync, pools, setAsked, isOffline: offlineSince !== null };
  return (
    <Alive isAlive={isAlive}>
      <div className="mx-auto grid max-w-[92rem] gap-3">
        <PageTop>
          <Freshness hearing={hearing} at={saysAt} />
        </PageTop>
        <header className="min-h-16">
          <h1 className="text-balance font-semibold text-2xl tracking-tight">
            {shortName(pair.A)} ⇄ {shortName(pair.B)}: <Sentence words={title} />
          </h1>
          <p className="mt-1 text-pretty text-[0.9375rem] text-soft">
            <Sentence words={detail} />
          </p>
        </header>
        <ListHead pair={pair} />
        <PairCard pair={pair} now={snapshot.Now} interval={snapshot.SyncInterval} sync={sync} close={null} isOwnPage />
        <Panel label="Check">
          <header>
            <h2 className="font-semibold text-base">Check before it matters</h2>
            <p className="text-pretty text-sm text-soft">
              Stores and rights, free space, clocks, the record of changes, the partner's word and the settings.
            </p>
          </header>
          <div className="grid items-start gap-6 lg:grid-cols-2">
            {[pair.A, pair.B].map((one) => (
              <PoolCheck key={one} pool={one} check={check} hindered={hindered[one] ?? null} />
            ))}
          </div>
        </Panel>
        <Panel label="Past and pages">
          <div className="grid items-start gap-x-6 gap-y-8 lg:grid-cols-2">
            {pair.Directions.map((direction) => (
              <Past key={direction.From} direction={direction} />
            ))}
          </div>
        </Panel>
        <RecentJournal title="Journal of this pair" journal={journal} all={journalPath({ pool: pair.A })} />
      </div>
    </Alive>
  );
}

const LINK = `inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`;

/** A direction's last six hours, the page of each of its copies, and what can be done for its source. */
function Past({ direction }: { readonly direction: Direction }) {
  const { From, Status, Faces } = direction;
  return (
    <section aria-label={`Past of ${copiesName(direction)}`} className="grid gap-2">
      <h2 className="font-semibold text-base">{copiesName(direction)}</h2>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <SparkCell from={From} />
        <p className="text-2xs text-soft">oldest change, last 6 h</p>
      </div>
      <ul className="grid">
        {Status.BackupModules.map(({ Identity, VerifiedEqualAt, VerifiedBy, DriftItems }) => (
          <li key={Identity} className="flex flex-wrap items-center justify-between gap-x-4">
            <Link href={lanePath(From, Identity)} className={LINK}>
              {moduleTitle(Identity, Faces)}
              <span className="sr-only">, {copiesName(direction)}</span>
            </Link>
            {(DriftItems ?? 0) > 0 ? (
              <span className="text-2xs text-bad">{DriftItems} known to differ</span>
            ) : (
              VerifiedEqualAt !== null && (
                <span className="text-2xs text-soft">
                  verified equal as of <Moment at={VerifiedEqualAt} />
                  {VerifiedBy === "full" ? "" : VerifiedBy === "sample" ? ", sampled" : ", by size and time"}
                </span>
              )
            )}
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-x-4">
        {[
          { href: restorePath(From), name: "Restore" },
          { href: trashPath(From), name: "Trash" },
          { href: heldPath(From), name: "Held deletions" },
        ].map(({ href, name }) => (
          <Link key={href} href={href} className={LINK}>
            {name} of {shortName(From)}
          </Link>
        ))}
      </p>
    </section>
  );
}
