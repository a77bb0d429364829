import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { partnerOf, type Topology } from "#lib/domain/topology.ts";
import { type AdoptStores, adoptStores } from "#lib/engine/procedures/adopt-stores.ts";
import { carriedBy, REGISTRY } from "#lib/modules/registry.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineLedger, StoreIdentity } from "#lib/ports/ledger.ts";
import { adoptFileStore, isOlderCopy } from "#lib/stores/folder/adopt-file-store.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { adoptUserStore, mayBeAdopted } from "#lib/stores/sqlite/user-store/adopt-user-store.ts";
import { filesIdentity, type KnownOf, knownOf, NOBODY, type PlacesOf, placesIn } from "./pool-places.ts";

/** Adopts the embedded stores for which that is asked, before any of them is opened. */
export async function adoptStoresIn(
  dataFolder: string,
  { topology, engine, doors }: Pick<OpenLedger, "topology" | "engine" | "doors">,
  pools: ReadonlySet<PoolFqdn>,
  clock: Clock,
  registry = REGISTRY,
): Promise<void> {
  const now = await topology.topology();
  const known = knownOf(await topology.stores());
  const adopter = adopterIn(placesIn(dataFolder, await doors.pools()), now, known, clock, engine.knownEpoch, registry);
  await adoptStores({ ledger: topology, requests: engine, clock, pools, ...adopter });
}

function adopterIn(
  placesOf: PlacesOf,
  topology: Topology,
  known: KnownOf,
  clock: Clock,
  knownEpoch: EngineLedger["knownEpoch"],
  registry: typeof REGISTRY,
): Pick<AdoptStores, "adopt" | "hasBegun"> {
  const { tables, folders } = carriedBy(registry);
  const ofStores = registry.filter((entry) => entry.tables.length + entry.folders.length > 0);
  const kept = ofStores.map((entry) => entry.face.name);
  const userOf = ({ pool, storeId, epoch }: StoreIdentity) => {
    return { pool, partner: partnerOf(topology, pool) ?? NOBODY, storeId, storeEpoch: epoch };
  };
  return {
    adopt: async (identity, { requestId, modules }) => {
      const { pool } = identity;
      const user = userOf(identity);
      const places = placesOf(pool);
      for (const folder of [places.folder, dirname(places.userDatabase)]) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
      }
      const raised = (one: PoolFqdn) => (one === pool ? identity : known(one));
      const files = filesIdentity(pool, user.partner, raised, folders);
      // An older copy has the markers of its content: that is lost all the same until a person asks for it by name.
      const isAsked = ({ face, folders }: (typeof ofStores)[number]) =>
        modules.includes(face.name) || (folders.length > 0 && isOlderCopy(places.files, files));
      const restored = ofStores.filter(isAsked).map(({ face }) => face.name);
      const epochs = new Map<ModuleName, number>();
      for (const module of kept) {
        const to = partnerOf(topology, pool);
        if (to) epochs.set(module, await knownEpoch({ from: pool, to, module }));
      }
      const adoption = { requestId, restored, modules: kept, epochs };
      // The book first: what is to be restored is known before the content counts as this store's.
      await adoptUserStore(places.userDatabase, user, topology.pools, tables, adoption, clock);
      adoptFileStore(places.files, files);
    },
    hasBegun: (identity) => mayBeAdopted(placesOf(identity.pool).userDatabase, userOf(identity)),
  };
}
