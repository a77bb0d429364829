import type { Metadata } from "next";
import { Guide } from "#components/guide/guide.tsx";
import { getPools } from "#lib/commands/get-pools.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { signedIn } from "../../session.ts";

export const metadata: Metadata = { title: "Guide" };

const EXAMPLES = ["pool1.pairkeeper.test", "pool2.pairkeeper.test"] as [PoolFqdn, PoolFqdn];

/** The guide, with a pair of this deployment in its lines. */
export default async function GuidePage() {
  const ctx = await signedIn();
  const { Pools } = await getPools(ctx);
  const paired = Pools.find(({ BackupPoolFqdn }) => BackupPoolFqdn !== null);
  const [pool, partner] = [paired?.PoolFqdn ?? EXAMPLES[0], paired?.BackupPoolFqdn ?? EXAMPLES[1]];
  return <Guide pool={pool} partner={partner} />;
}
