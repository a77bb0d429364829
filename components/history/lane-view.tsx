"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ComparePanel, type CompareRights } from "#components/compare/compare-panel.tsx";
import { RecentJournal, type ToldJournal } from "#components/journal/recent-journal.tsx";
import { useBelieved } from "#components/live/use-believed.ts";
import type { QuarantineDoor } from "#components/quarantine/quarantine-door.ts";
import { QuarantinePanel } from "#components/quarantine/quarantine-panel.tsx";
import { Alive } from "#components/shell/alive.tsx";
import { Freshness } from "#components/shell/freshness.tsx";
import { copiesName } from "#components/status/evidence.ts";
import { moduleTitle, moduleWords } from "#components/status/module-words.ts";
import { journalPath, pairPath } from "#components/status/paths.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { Facts } from "#components/ui/facts.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { exportsAs } from "#lib/domain/cms-role.ts";
import type { LaneHistoryView, PositionView, SamplesView } from "#lib/domain/lane-history.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { BacklogChart } from "./backlog-chart.tsx";
import { LaneStatus } from "./lane-status.tsx";
import { RangeLinks } from "./range-links.tsx";
import { rangeOf, type Shown, WIDEST_USUAL } from "./ranges.ts";
import { historyQuery, samplesQuery } from "./samples-query.ts";
import { SamplesTable } from "./samples-table.tsx";
import { StateTimeline } from "./state-timeline.tsx";
import { CycleTable, PackageTable } from "./trail-tables.tsx";

type Props = {
  readonly from: PoolFqdn;
  readonly module: ModuleName;
  readonly range: string;
  readonly shown: Shown;
  /** The latest of this copy, as they were when the page was asked for. */
  readonly journal: ToldJournal;
  readonly door: QuarantineDoor;
  /** Where the page of what differs begins, and what may be done about it. */
  readonly driftFrom: number;
  readonly compare: CompareRights;
};

/** One module in one direction: how it is, how it was, and what happened to it. */
export function LaneView({ from, module, range: rangeId, shown, journal, door, driftFrom, compare }: Props) {
  const range = rangeOf(rangeId) ?? WIDEST_USUAL;
  const heard = useBelieved();
  const { data: samples } = useQuery(samplesQuery(from, module, range));
  const { data: history } = useQuery(historyQuery(from, module, range));
  if (heard === null) return <p className="text-soft">Nothing has been heard yet.</p>;
  const { snapshot, hearing, isAlive, saysAt } = heard;
  const direction = snapshot.Pairs.flatMap(({ Directions }) => Directions).find(({ From }) => From === from);
  const status = direction?.Status.BackupModules.find(({ Identity }) => Identity === module);
  if (direction === undefined || status === undefined)
    return (
      <p className="text-soft">This copy is not there any more: the pools were parted, or the module is not listed.</p>
    );
  return (
    <Alive isAlive={isAlive}>
      <div className="mx-auto grid max-w-[72rem] gap-3">
        <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-6 gap-y-1">
          <Link href={pairPath(from)} className={`inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`}>
            Back to the pair
          </Link>
          <Freshness hearing={hearing} at={saysAt} />
        </div>
        <Panel label="This copy" tone={status.ExportStatus === "ErrorState" ? "bad" : "calm"}>
          <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">
            {copiesName(direction)}
            <span className="block font-normal text-base text-soft">{moduleTitle(module, direction.Faces)}</span>
          </h1>
          <LaneStatus direction={direction} module={status} now={snapshot.Now} />
        </Panel>
        <QuarantinePanel from={from} to={direction.To} module={module} door={door} />
        {exportsAs(status.Role) && (
          <ComparePanel
            from={from}
            to={direction.To}
            module={module}
            item={moduleWords(module, direction.Faces).item}
            start={driftFrom}
            rights={compare}
          />
        )}
        <Panel label="Backlog">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <h2 className="font-semibold text-base">Backlog</h2>
            <RangeLinks range={range} shown={shown} />
          </div>
          {samples === undefined ? (
            <p className="text-sm text-soft">The past is not heard yet.</p>
          ) : (
            <Backlog
              view={samples}
              history={history ?? null}
              shown={shown}
              item={moduleWords(module, direction.Faces).item}
            />
          )}
        </Panel>
        {history !== undefined && <Story history={history} />}
        <RecentJournal title="Journal of this copy" journal={journal} all={journalPath({ from, module })} />
      </div>
    </Alive>
  );
}

type BacklogProps = {
  readonly view: SamplesView;
  readonly history: LaneHistoryView | null;
  readonly shown: Shown;
  readonly item: { readonly one: string; readonly many: string };
};

function Backlog({ view, history, shown, item }: BacklogProps) {
  if (shown === "table") return <SamplesTable view={view} />;
  return <BacklogChart view={view} marks={history?.Marks ?? []} item={item} />;
}

/** Where it stands, what left last, and the states that it went through. */
function Story({ history }: { readonly history: LaneHistoryView }) {
  const { Epoch, SentUpTo, AckedUpTo } = history;
  return (
    <div className="grid items-start gap-3 lg:grid-cols-2">
      <div className="grid gap-3">
        <Panel label="Position and packages">
          <h2 className="font-semibold text-base">Position and last packages</h2>
          <Facts
            all={[
              { term: "Package epoch", says: Epoch === 0 ? "none yet" : String(Epoch) },
              { term: "Sent up to", says: position(SentUpTo) },
              { term: "Acknowledged up to", says: position(AckedUpTo) },
            ]}
          />
          <PackageTable packages={history.Packages} />
        </Panel>
        <Panel label="Cycles">
          <h2 className="font-semibold text-base">Last cycles</h2>
          <CycleTable cycles={[...history.Cycles]} />
        </Panel>
      </div>
      <Panel label="States">
        <h2 className="font-semibold text-base">States</h2>
        <StateTimeline states={history.States} to={history.To} />
      </Panel>
    </div>
  );
}

function position(at: PositionView | null): string {
  return at === null ? "nothing yet" : `package ${at.Epoch}-${at.Seq}`;
}
