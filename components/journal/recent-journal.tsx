import Link from "next/link";
import { Moment } from "#components/status/moment.tsx";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import type { JournalEntryView } from "#lib/domain/lane-history.ts";
import { JournalList } from "./journal-list.tsx";

/** The latest of the journal as it was when the page was asked for: what came since is on the journal's own page. */
export type ToldJournal = { readonly entries: readonly JournalEntryView[]; readonly at: string };

type Props = { readonly title: string; readonly journal: ToldJournal; readonly all: string };

/** The latest of the journal on another page, with its moment; `all` is where the rest is. */
export function RecentJournal({ title, journal: { entries, at }, all }: Props) {
  return (
    <Panel label="Journal">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="font-semibold text-base">
          {title}{" "}
          <span className="font-normal text-2xs text-soft">
            as of <Moment at={at} />
          </span>
        </h2>
        <Link href={all} className={`inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`}>
          All of it
        </Link>
      </div>
      <JournalList entries={entries} />
    </Panel>
  );
}
