"use client";

import { useQuery } from "@tanstack/react-query";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Sparkline } from "./sparkline.tsx";
import { sparklineOf, sparklinesQuery } from "./sparklines-query.ts";

/** What waited in a direction over the last six hours. Its place is kept while it is not known. */
export function SparkCell({ from }: { readonly from: PoolFqdn }) {
  const { data } = useQuery(sparklinesQuery);
  const found = sparklineOf(data, from);
  return (
    <div data-spark={from} className="h-7">
      {data !== undefined && found !== null && (
        <Sparkline points={found.SecondsAtRisk} stepSeconds={data.StepSeconds} />
      )}
    </div>
  );
}
