import { beforeEach, expect, test } from "vitest";
import type { CmsDocument, Published } from "#lib/domain/cms-document.ts";
import { nextIssues } from "#lib/domain/cms-document.ts";
import { type Configuration, DEFAULT_CONFIGURATION } from "#lib/domain/configuration.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { SyncInterval } from "#lib/domain/sync-interval.ts";
import type { Topology } from "#lib/domain/topology.ts";
import type { CmsDocuments } from "#lib/ports/cms-documents.ts";
import type { EngineLedger } from "#lib/ports/ledger.ts";
import { POOL_1, POOL_2, TWO_POOLS } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { CmsPublisher } from "./publish-cms.ts";

let clock: FakeClock;
let topology: Topology;
let ledger: readonly Published[];
/** What happened, in order. */
let story: string[];
let failing: string | null;
beforeEach(() => {
  clock = new FakeClock();
  topology = TWO_POOLS;
  ledger = [];
  story = [];
  failing = null;
});

const publisher = (...pools: PoolFqdn[]) =>
  new CmsPublisher({
    clock,
    pools: new Set(pools),
    ledger: {
      topology: async () => topology,
      publish: async (pool, wanted) => {
        ledger = nextIssues(ledger, pool, wanted);
        story.push(`ledger ${ledger.map(({ masterEpoch, version }) => `${masterEpoch}.${version}`).join(" ")}`);
        return ledger;
      },
    } as Pick<EngineLedger, "topology" | "publish"> as EngineLedger,
    storeOf: (pool) => ({
      check: async () => {
        if (failing !== null) throw new Fault("store-lost", failing);
      },
      documents: {
        put: async (issues: readonly CmsDocument[]) => {
          story.push(`put on ${pool === POOL_1 ? 1 : 2}: ${issues.length}`);
          return true;
        },
      } as Pick<CmsDocuments, "put"> as CmsDocuments,
    }),
    log: (line) => story.push(line),
    changed: () => story.push("changed"),
  });
const at = (seconds: number): Configuration => ({
  ...DEFAULT_CONFIGURATION,
  syncInterval: (seconds * 1000) as SyncInterval,
});
const PUT = ["put on 1: 2", "documents published", "changed"];

test("a number is in the ledger before the document is put; then it is looked after once a beat", async () => {
  const one = publisher(POOL_1, POOL_2);
  await one.keep(at(60));
  expect(story).toEqual(["ledger 1.1 1.1", ...PUT]);
  await one.keep(at(60));
  clock.travel(4_999);
  await one.keep(at(60));
  expect(story).toHaveLength(4);
  clock.travel(1);
  await one.keep(at(60));
  expect(story.slice(4)).toEqual(["ledger 1.1 1.1", ...PUT]);
});

test("what the ledger says anew is published at once", async () => {
  const one = publisher(POOL_1);
  await one.keep(at(60));
  await one.keep(at(90));
  topology = { ...topology, pools: [...topology.pools, "pool3.x" as PoolFqdn] };
  await one.keep(at(90));
  expect(story.filter((line) => line.startsWith("ledger"))).toEqual([
    "ledger 1.1 1.1",
    "ledger 1.2 1.1",
    "ledger 1.2 1.2",
  ]);
});

test.each<[what: string, master: PoolFqdn | null, pools: PoolFqdn[]]>([
  ["there is no master", null, [POOL_1, POOL_2]],
  ["another service runs the master", POOL_2, [POOL_1]],
])("nothing is published where %s", async (_what, cmsMaster, pools) => {
  topology = { ...topology, cmsMaster };
  await publisher(...pools).keep(at(60));
  expect(story).toEqual([]);
});

test("a master that cannot be written is logged once and tried once a beat, however often the ledger is read", async () => {
  const one = publisher(POOL_1);
  failing = "gone";
  for (let turns = 0; turns < 40; turns++) {
    await one.keep(at(60));
    clock.travel(250);
  }
  expect(story.filter((line) => line.startsWith("ledger"))).toHaveLength(2);
  expect(story.filter((line) => line.includes("could not be published"))).toHaveLength(1);
  failing = null;
  clock.travel(5_000);
  await one.keep(at(60));
  expect(story.slice(-3)).toEqual(PUT);
  failing = "gone again";
  clock.travel(5_000);
  await one.keep(at(60));
  expect(story.at(-1)).toBe("the CMS documents could not be published");
});
