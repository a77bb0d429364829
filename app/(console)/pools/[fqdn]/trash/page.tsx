import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PageTop } from "#components/shell/page-top.tsx";
import { Moment } from "#components/status/moment.tsx";
import { trashPage } from "#components/trash/told-trash.ts";
import { TrashFilter } from "#components/trash/trash-filter.tsx";
import { TrashList } from "#components/trash/trash-list.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { getPairs } from "#lib/commands/get-pairs.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { lacking } from "#lib/domain/may.ts";
import { shortName } from "#lib/domain/pool.ts";
import { pairedPool } from "../paired-pool.ts";
import { bringBack } from "./actions.ts";
import { readTrash } from "./read-trash.ts";

export const metadata: Metadata = { title: "Trash" };

type Query = Record<string, string | string[] | undefined>;
type Props = { readonly params: Promise<{ readonly fqdn: string }>; readonly searchParams: Promise<Query> };

/** What was deleted of a pool within seven days, and the way back. */
export default async function TrashPage({ params, searchParams }: Props) {
  const { ctx, pool, partner } = await pairedPool(params);
  const query = await searchParams;
  const filter = {
    name: one(query, "name"),
    module: one(query, "module"),
    after: one(query, "after"),
    before: one(query, "before"),
  };
  const found = await readTrash(ctx, pool, filter);
  const { Now, Pairs } = await getPairs(ctx);
  const faces = Pairs[0]?.Directions[0].Faces ?? [];
  const page = trashPage(found.items, found.isCut, Number(one(query, "page") || "1"));
  const needed = NEEDED_ROLE.restoreTrash;
  return (
    <div className="mx-auto grid max-w-[60rem] gap-3">
      <PageTop>
        <p className="text-sm text-soft">
          as of <Moment at={Now} />
        </p>
      </PageTop>
      <Panel label="Trash">
        <header className="grid gap-1.5">
          <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">Trash of {shortName(pool)}</h1>
          <p className="text-pretty text-sm text-soft">
            What was deleted on {shortName(pool)} lies on {shortName(partner)} for 7 days. What is brought back never
            covers what stands in its place by now.
          </p>
        </header>
        <TrashFilter filter={filter} faces={faces} />
        {found.problem !== null && <Told>{found.problem}</Told>}
        {found.problem === null && (
          <TrashList
            key={JSON.stringify([filter, page.page])}
            pool={pool}
            page={page}
            filter={filter}
            bringBack={bringBack}
            needs={lacking(ctx.actor, needed, pool)}
          />
        )}
      </Panel>
    </div>
  );
}

function one(query: Query, name: string): string {
  const value = query[name];
  return typeof value === "string" ? value : "";
}

function Told({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className="rounded-xl border border-bad-line bg-bad-bg px-4 py-3 text-sm">
      {children}
    </p>
  );
}
