import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PoolCheck } from "#components/checks/pool-check.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { getPools } from "#lib/commands/get-pools.ts";
import { poolFqdn } from "#lib/domain/pool.ts";
import { signedIn } from "../../../../session.ts";
import { checkPool } from "../../../check.ts";
import { checkHindered } from "../../../hindered.ts";

export const metadata: Metadata = { title: "Check" };

type Props = { readonly params: Promise<{ readonly fqdn: string }> };

/** Whether a pool is fit for the copy, also one that has no partner yet. */
export default async function CheckPage({ params }: Props) {
  const { fqdn } = await params;
  const ctx = await signedIn();
  const { Pools } = await getPools(ctx);
  const pool = Pools.find(({ PoolFqdn }) => PoolFqdn === poolFqdn(decodeURIComponent(fqdn)))?.PoolFqdn;
  if (pool === undefined) notFound();
  return (
    <div className="mx-auto grid max-w-[60rem] gap-3">
      <PageTop />
      <Panel label="Check">
        <header className="grid gap-1.5">
          <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">Check before it matters</h1>
          <p className="text-pretty text-sm text-soft">
            Stores and rights, free space, clocks, the record of changes, the partner's word and the settings. It can be
            done at any time: nothing is changed, and no other program is held up.
          </p>
        </header>
        <PoolCheck pool={pool} check={checkPool} hindered={checkHindered(ctx, pool)} />
      </Panel>
    </div>
  );
}
