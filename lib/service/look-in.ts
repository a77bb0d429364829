import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { LargestFile, PoolSight, Seen } from "#lib/domain/pool-sight.ts";
import { REGISTRY } from "#lib/modules/registry.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { PoolLook } from "#lib/ports/pool-look.ts";
import { notChecked } from "#lib/stores/folder/look-at-store.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { Aside } from "./aside.ts";
import type { AsideOrder, AsideResult } from "./aside-thread.ts";
import { unansweredSight } from "./look-at-pool.ts";
import { filesIdentity, knownOf, NOBODY, placesIn } from "./pool-places.ts";

/** A store that hangs must not leave who asks hanging. */
const PATIENCE_MS = 10_000;
const UNANSWERED = `It did not answer within ${PATIENCE_MS / 1000} s.`;

/** Looks at the embedded stores, each time in a thread of its own: one that hangs holds up nothing else. */
export function lookIn(
  dataFolder: string,
  { topology, doors }: Pick<OpenLedger, "topology" | "doors">,
  clock: Pick<Clock, "now" | "sleep">,
  registry = REGISTRY,
  newThread: () => Pick<Aside, "ask" | "close"> = () => new Aside(),
): PoolLook {
  const running = new Map<string, Promise<PoolSight>>();
  const folders = registry.flatMap((entry) => entry.folders);
  const now = () => clock.now();

  const orderOf = async (pool: PoolFqdn, partner: PoolFqdn | null) => {
    const { files, userDatabase } = placesIn(dataFolder, await doors.pools())(pool);
    const known = knownOf(await topology.stores());
    const { storeId, epoch: storeEpoch } = known(pool);
    const content = filesIdentity(pool, partner ?? NOBODY, known, folders);
    const rows = { pool, partner: partner ?? NOBODY, storeId, storeEpoch };
    return { is: "look", files, userDatabase, dataFolder, content, rows, partner } as const;
  };
  const ask = async <Order extends AsideOrder>(
    order: Order,
    unanswered: (sentence: string) => AsideResult<Order>,
  ): Promise<AsideResult<Order>> => {
    const thread = newThread();
    const over = new AbortController();
    try {
      return await Promise.race([
        thread.ask(order),
        clock.sleep(PATIENCE_MS, over.signal).then(() => unanswered(UNANSWERED)),
      ]);
    } catch (thrown) {
      return unanswered(thrown instanceof Error ? thrown.message : String(thrown));
    } finally {
      over.abort();
      void thread.close(); // not awaited: a call that hangs in the disk holds it
    }
  };
  return {
    look: (pool, partner) => {
      const name = `${pool} ${partner}`;
      const before = running.get(name);
      if (before !== undefined) return before;
      const look = orderOf(pool, partner)
        .then((order) => ask(order, (sentence) => unansweredSight(now, sentence)))
        .finally(() => running.delete(name));
      running.set(name, look);
      return look;
    },
    largestFile: async (pool): Promise<Seen<LargestFile>> => {
      const { scanList } = placesIn(dataFolder, await doors.pools())(pool);
      return ask({ is: "largest-file", pool, scanLists: folders.map(scanList) }, (sentence) =>
        notChecked(now, sentence),
      );
    },
  };
}
