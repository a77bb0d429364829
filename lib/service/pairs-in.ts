import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Log } from "#lib/engine/lane-parts.ts";
import { makePairs } from "#lib/engine/procedures/make-pairs.ts";
import { carriedBy, REGISTRY } from "#lib/modules/registry.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { makeStandby } from "#lib/stores/folder/make-standby.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { joinPair, pairedAs } from "#lib/stores/sqlite/user-store/join-pair.ts";
import { forgetPartners } from "#lib/transports/folder/forget-partners.ts";
import { filesIdentity, knownOf, NOBODY, type PlacesOf } from "./pool-places.ts";

/** Makes embedded stores fit for the pairs that the ledger knows, before any of them is opened. */
export async function makePairsIn(
  placesOf: PlacesOf,
  { topology, engine }: Pick<OpenLedger, "topology" | "engine">,
  pools: ReadonlySet<PoolFqdn>,
  clock: Pick<Clock, "now">,
  log: Log,
  registry = REGISTRY,
): Promise<void> {
  const { tables, folders } = carriedBy(registry);
  const known = knownOf(await topology.stores());
  const all = (await topology.topology()).pools;
  await makePairs({
    ledger: engine,
    clock,
    pools,
    log,
    prepare: (pool, pairing) => {
      const { files, userDatabase } = placesOf(pool);
      const partner = pairing?.partner ?? NOBODY;
      const { storeId, epoch: storeEpoch } = known(pool);
      const identity = { pool, partner, storeId, storeEpoch };
      const before = pairedAs(userDatabase, identity);
      const isNew = pairing !== null && pairing.number !== before.number;
      if (!isNew && before.partner === partner) return;
      // The number comes last: until it is there, the next start does all of it again.
      if (isNew) {
        makeStandby(files, filesIdentity(pool, partner, known, folders), partner);
        forgetPartners(files);
      }
      joinPair(userDatabase, identity, pairing?.number ?? null, all, tables);
    },
  });
}
