import { quarantineId } from "#lib/commands/quarantine-id.ts";
import { displayCode } from "#lib/domain/display.ts";
import { NOTHING_KEPT } from "#lib/domain/drift-list.ts";
import type { ExportReport } from "#lib/domain/evidence.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { Epoch } from "#lib/domain/package.ts";
import type { PoolFqdn, PoolPair } from "#lib/domain/pool.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";
import type { EngineWord } from "#lib/ports/ledger.ts";
import type { TrashItem } from "#lib/ports/trash.ts";
import { aFault, aQuarantine, aWord, RUN_ID } from "./builders.ts";
import { type Console, openConsole } from "./console.ts";
import { anActor, anExportReport, anImportReport, aRun, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "./evidence.ts";

/** Each holds the name of a pool of the first pair, and is none of them. */
export const OTHER_1 = `hidden-${POOL_1}` as PoolFqdn;
export const OTHER_2 = `${POOL_2}.hidden` as PoolFqdn;

/** Stands in all that is of the other pair, and in nothing of the first one; numbers of it are marked too. */
export const MARK = /hidden|770077/i;
const MARKED = 770_077;

/** What names something of the other pair. */
export type OtherNames = {
  readonly request: string;
  readonly refused: string;
  readonly token: string;
  readonly seq: string;
};

/**
 * Two pairs of which as much is told as can be: states, faults, requests, refused, held and deleted items, what compares found,
 * history, audit. The pools of the first were each paired with one of the second once, and have its remains.
 */
export async function openTwoPairs(): Promise<{ readonly world: Console; readonly names: OtherNames }> {
  const pairs: readonly PoolPair[] = [
    { a: POOL_1, b: POOL_2 },
    { a: OTHER_1, b: OTHER_2 },
  ];
  const pools = [POOL_1, POOL_2, OTHER_1, OTHER_2];
  const world = await openConsole({ pools, pairs, cmsMaster: OTHER_1 });
  const { doors } = world.ledger;
  const eve = anActor({ name: "hidden eve", reason: "hidden reason" });
  const ways = pairs.flatMap(({ a, b }) => [[a, b] as const, [b, a] as const]);
  const former = [
    [POOL_1, OTHER_1],
    [OTHER_2, POOL_2],
  ] as const;

  const requests = [];
  for (const [from, to] of [...ways, ...former])
    requests.push(
      await doors.request(
        { what: "full-push", from, to, modules: [PRESENCE], detail: NO_DETAIL },
        isOther(from, to) ? eve : anActor(),
      ),
    );
  await doors.lift({ from: OTHER_1, to: OTHER_2, module: PRESENCE }, 60_000, eve);
  await doors.configure({ maxConcurrentCalls: 11 }, anActor());
  await doors.note({ action: "remove-standby", subject: POOL_1, before: [{ home: OTHER_1, items: 3 }] }, anActor());
  await doors.note({ action: "check", subject: OTHER_1, after: { result: "failed" } }, eve);
  await doors.note({ action: "check", subject: POOL_1, after: { result: "passed" } }, anActor());
  const screen = await world.context().displays.ask("192.0.2.1");
  await world.context().displays.accept(displayCode(screen?.code ?? "") ?? "", "hidden hall", eve);

  const lanes = [...ways, ...former].flatMap(([from, to]): Lane[] =>
    [PRESENCE, DATA_CONF].map((module) => ({ from, to, module })),
  );
  const word = (more: Partial<EngineWord> = {}) =>
    world.observed.say({
      beat: { runId: RUN_ID, machine: "fe1", at: world.now },
      exports: lanes.map((lane) => exportOf(lane, world)),
      imports: lanes.map((lane) => anImportReport(world.now, { lane })),
      runs: [],
      ...more,
    });
  await world.listen();
  await word();
  world.clock.travel(5_000);
  await word({
    runs: requests.map((request, n) => {
      const problem = isOther(request.from, request.to) ? "hidden problem" : "a problem";
      const ended = n === 0 ? {} : { endedAt: world.now, end: "failed" as const, problem };
      return aRun(request, {
        at: world.now,
        currentItem: isOther(request.from, request.to) ? "hidden item" : null,
        ...ended,
      });
    }),
    compares: lanes.map((lane) => ({
      lane,
      kept: {
        ...NOTHING_KEPT,
        drift: [
          {
            table: "content",
            key: isOther(lane.from, lane.to) ? "hidden" : "own",
            is: "different",
            foundAt: world.now,
            sentAt: null,
          },
        ],
      },
    })),
    trails: lanes.map((lane) => ({
      lane,
      cycles: [
        {
          beganAt: world.now,
          endedAt: world.now,
          items: amount(lane),
          bytes: amount(lane),
          packages: 1,
          end: "through",
          code: null,
        },
      ],
      packages: [
        {
          epoch: amount(lane) as Epoch,
          seq: 1,
          items: 1,
          bytes: 1,
          publishedAt: world.now,
          ackedAt: null,
          returnedAt: null,
        },
      ],
    })),
  });
  for (const lane of lanes) await world.ledger.engine.rememberEpoch(lane, amount(lane));
  await world.listen();

  world.former = [{ home: OTHER_1, module: DATA_CONF, items: MARKED }];
  world.trash = () => ({ page: async ({ home }) => ({ items: [trashed(home)], next: null }) });
  world.losses = (pool) => ({
    page: async () => ({
      entries: [
        { table: "content", key: wordOf(pool), since: world.now, why: "pending", isDeletion: false, mark: "1" },
      ],
      hasMore: false,
    }),
  });
  world.find = async ({ where, served }) => ({
    items: where.map(({ home }) => ({
      module: DATA_CONF,
      kind: "file",
      table: null,
      name: wordOf(home),
      home,
      own: { is: "absent" },
      standby: { is: "absent" },
      compared: { is: "not-compared", why: "restless" },
      waits: null,
      ackedPackage: null,
    })),
    more: 0,
    isExact: true,
    looked: served.map((pool) => ({ pool, module: DATA_CONF, problem: null })),
  });
  world.count = async (_at, home) => ({
    items: home === POOL_1 || home === POOL_2 ? 1 : MARKED,
    bytes: null,
    isAll: true,
  });

  const { Seq } = await world.context().feed.since("");
  return {
    world,
    names: {
      request: requests[2]?.id ?? "",
      refused: quarantineId({ name: PRESENCE }, { table: "users", key: '["hidden"]' }),
      token: "hidden token",
      seq: Seq,
    },
  };
}

const isOther = (...pools: readonly PoolFqdn[]) => pools.some((pool) => pool !== POOL_1 && pool !== POOL_2);
const amount = ({ from, to }: Lane) => (isOther(from, to) ? MARKED : 1);
const wordOf = (pool: PoolFqdn) => (isOther(pool) ? "hidden" : "own");

function trashed(home: PoolFqdn): TrashItem {
  return { id: wordOf(home), home, table: null, path: wordOf(home), isFolder: false, bytes: 1, deletedAt: 1 };
}

function exportOf(lane: Lane, { now }: Console): ExportReport {
  const common = {
    lane,
    runId: RUN_ID,
    pendingItems: amount(lane),
    pendingBytes: amount(lane),
    oldestChangeAt: now - amount(lane) * 1000,
  };
  if (!isOther(lane.from, lane.to)) return anExportReport(now, common);
  const since = new Date(now).toISOString();
  const { named, ...quarantine } = aQuarantine(now);
  return anExportReport(now, {
    ...common,
    attempt: { is: "failed", fault: aFault(now, { sentence: "hidden sentence", path: "/hidden" }) },
    held: { items: MARKED, token: "hidden token", since, named: ["hidden/file"] },
    partner: aWord(now, {
      lastError: "hidden error",
      quarantine: { ...quarantine, named: named.map((item) => ({ ...item, key: '["hidden"]', sentence: "hidden" })) },
    }),
    traffic: { sentItems: MARKED, sentBytes: MARKED, ackedItems: MARKED, ackedBytes: MARKED },
  });
}
