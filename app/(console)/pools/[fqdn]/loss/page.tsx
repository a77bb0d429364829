import type { Metadata } from "next";
import { LossList } from "#components/loss/loss-list.tsx";
import type { LossAsked } from "#components/loss/told-loss.ts";
import { PageTop } from "#components/shell/page-top.tsx";
import { lossGrounds } from "#components/status/loss-grounds.ts";
import { lossSentence } from "#components/status/loss-sentence.ts";
import { Moment } from "#components/status/moment.tsx";
import { Sentence } from "#components/status/sentence.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { getPairs } from "#lib/commands/get-pairs.ts";
import { shortName } from "#lib/domain/pool.ts";
import { pairedPool } from "../paired-pool.ts";
import { readLoss } from "./read-loss.ts";

export const metadata: Metadata = { title: "What would be lost" };

type Query = Record<string, string | string[] | undefined>;
type Props = { readonly params: Promise<{ readonly fqdn: string }>; readonly searchParams: Promise<Query> };

/** "If this pool died now": the sentence, and each item behind it. */
export default async function LossPage({ params, searchParams }: Props) {
  const { ctx, pool, partner } = await pairedPool(params);
  const { order, page } = await searchParams;
  const asked: LossAsked = {
    order: order === "newest" ? "newest" : "oldest",
    page: typeof page === "string" ? page : "",
  };
  const found = await readLoss(ctx, pool, asked);
  const { Now, Pairs } = await getPairs(ctx);
  const direction = Pairs.flatMap(({ Directions }) => Directions).find(({ From }) => From === pool);
  return (
    <div className="mx-auto grid max-w-[60rem] gap-3">
      <PageTop>
        <p className="text-sm text-soft">
          as of <Moment at={found.readAt ?? Now} />
        </p>
      </PageTop>
      <Panel label="What would be lost">
        <header className="grid gap-1.5">
          <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">
            {direction === undefined ? (
              `What would be lost with ${shortName(pool)}`
            ) : (
              <Sentence words={lossSentence(direction)} />
            )}
          </h1>
          <p className="text-pretty text-sm text-soft">
            {direction !== undefined && <Sentence words={lossGrounds(direction)} />} The list is every item that{" "}
            {shortName(partner)} is not known to have; a user counts once, however many of its rows are in it.
          </p>
        </header>
        {found.problem === null ? (
          <LossList items={found.items} asked={asked} next={found.next} />
        ) : (
          <p role="alert" className="rounded-xl border border-bad-line bg-bad-bg px-4 py-3 text-sm">
            {found.problem}
          </p>
        )}
      </Panel>
    </div>
  );
}
