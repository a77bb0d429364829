import type { Metadata } from "next";
import Link from "next/link";
import { JournalFilter, type JournalQuery } from "#components/journal/journal-filter.tsx";
import { JournalList } from "#components/journal/journal-list.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { Moment } from "#components/status/moment.tsx";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { signedIn } from "../../session.ts";
import { readJournal } from "./read-journal.ts";

export const metadata: Metadata = { title: "Journal" };

type Query = Record<string, string | string[] | undefined>;
type Props = { readonly searchParams: Promise<Query> };

/** Who asked, what ran, what failed: one story, the latest first. Needs no script. */
export default async function JournalPage({ searchParams }: Props) {
  const ctx = await signedIn();
  const query = queryOf(await searchParams);
  const { view, pools, faces, problem, now } = await readJournal(ctx, query);
  return (
    <div className="mx-auto grid max-w-[72rem] gap-3">
      <PageTop>
        <p className="text-sm text-soft">
          as of <Moment at={now} />
        </p>
      </PageTop>
      <Panel label="Journal">
        <header className="grid gap-1.5">
          <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">Journal</h1>
          <p className="text-pretty text-sm text-soft">
            Who asked, what ran, what failed; the latest first. Copies that only went between FinalState and SteadyState
            have that on their own pages. Who came in, and what each change was made for, is in the{" "}
            <Link href="/audit" className={TEXT_LINK}>
              audit
            </Link>
            .
          </p>
        </header>
        <JournalFilter query={query} pools={pools} faces={faces} />
        {problem !== null && (
          <p role="alert" className="rounded-xl border border-bad-line bg-bad-bg px-4 py-3 text-sm">
            {problem}
          </p>
        )}
        {problem === null && <JournalList entries={view.Entries} />}
        <nav aria-label="Pages of the journal" className="flex flex-wrap gap-3">
          {query.next !== "" && (
            <Link href={address(query, null)} className={PLAIN}>
              The latest
            </Link>
          )}
          {view.Next !== null && (
            <Link href={address(query, view.Next)} className={PLAIN}>
              Older
            </Link>
          )}
        </nav>
      </Panel>
    </div>
  );
}

function queryOf(given: Query): JournalQuery {
  const one = (name: string) => {
    const value = given[name];
    return typeof value === "string" ? value : "";
  };
  return {
    pool: one("pool"),
    from: one("from"),
    module: one("module"),
    kind: one("kind"),
    after: one("after"),
    before: one("before"),
    next: one("next"),
  };
}

function address(query: JournalQuery, next: string | null): string {
  const all = Object.entries({ ...query, next: next ?? "" }).filter(([, value]) => value !== "");
  return all.length === 0 ? "/journal" : `/journal?${new URLSearchParams(all)}`;
}
