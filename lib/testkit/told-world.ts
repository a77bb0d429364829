import type { CompareReceipt } from "#lib/domain/compare.ts";
import { NOTHING_KEPT } from "#lib/domain/drift-list.ts";
import { aFault, aPackage, aQuarantine, aWord, MINUTE, RUN_ID } from "./builders.ts";
import type { Console } from "./console.ts";
import {
  anExportReport,
  anImportReport,
  aRun,
  CMS_MASTER,
  DATA_CONF,
  LANE,
  POOL_1,
  POOL_2,
  PRESENCE,
} from "./evidence.ts";

const FOUND: Omit<CompareReceipt, "at" | "endedAt"> = {
  depth: "full",
  ranges: 1,
  opened: 1,
  isScheduled: false,
  equal: 7,
  read: 5,
  different: 1,
  missing: 1,
  extra: 0,
  ownedByBoth: 1,
  changing: 1,
  held: 0,
  refused: 1,
  unnamed: 0,
};

const DOCS = { from: POOL_1, to: POOL_2, module: DATA_CONF };

/** A world of which there is something to tell everywhere: of each answer most fields are not null. */
export async function tellMuch(world: Console): Promise<void> {
  const at = world.now;
  const [one] = aQuarantine(at).named;
  const other = one === undefined ? [] : [{ ...one, key: '["sip:bob@example.com"]' }];
  const quarantine = aQuarantine(at, other);
  const receipt = { ...FOUND, at, endedAt: at };
  const kept = {
    ...NOTHING_KEPT,
    last: receipt,
    verified: receipt,
    drift: [{ table: "content", key: "a.txt", is: "different" as const, foundAt: at, sentAt: at }],
  };
  const held = { items: 30, token: "4be1", since: new Date(at).toISOString(), named: ["b.txt"] };
  const presence = anExportReport(at, {
    pendingItems: 3,
    pendingBytes: 900,
    unackedPackages: 1,
    inFlightItems: 2,
    oldestUnackedAt: at - MINUTE,
    oldestChangeAt: at - 10 * MINUTE,
    partner: aWord(at, { quarantine }),
    skips: [
      {
        table: "users",
        key: '["sip:ada@example.com"]',
        upTo: aPackage(1, 1),
        by: "ada",
        reason: "Old.",
        at: held.since,
      },
    ],
    canary: { delayMs: 1_234, arrivedAt: at, waitingSince: null },
    limitLiftedUntil: at + MINUTE,
  });
  const files = anExportReport(at, {
    lane: DOCS,
    attempt: { is: "failed", fault: aFault(at) },
    held,
    heldItems: 30,
    compare: { last: receipt, verified: receipt, drift: 1, ownedByBoth: 0, driftSince: at },
  });
  const cycle = { beganAt: at - MINUTE, endedAt: at, items: 2, bytes: 10, packages: 1 };
  await world.listen();
  await world.observed.say({
    beat: { runId: RUN_ID, machine: "fe1", at },
    exports: [presence, files, anExportReport(at, { lane: { ...LANE, module: CMS_MASTER }, role: "master" })],
    imports: [anImportReport(at), anImportReport(at, { lane: DOCS })],
    runs: [],
    compares: [{ lane: DOCS, kept }],
    trails: [
      {
        lane: LANE,
        cycles: [{ ...cycle, end: "through", code: null }],
        packages: [
          { ...aPackage(1, 1), items: 2, bytes: 10, publishedAt: at, ackedAt: at, returnedAt: null },
          { ...aPackage(1, 2), items: 2, bytes: 10, publishedAt: at, ackedAt: null, returnedAt: null },
        ],
      },
    ],
  });
  await world.listen();
}

/** Every request that is open got so far, with all there is to tell of a run. */
export async function tellRuns(world: Console): Promise<void> {
  const open = await world.ledger.engine.openRequests();
  const at = world.now;
  const runs = open
    .filter(({ request }) => request.what !== "compare")
    .map(({ request }) =>
      aRun(request, {
        phase: "done",
        at,
        endedAt: at,
        end: "failed",
        problem: "It stopped.",
        totalItems: 4,
        totalBytes: 40,
        leftItems: 1,
        leftBytes: 10,
        currentItem: "users a",
        compared: { identical: 1, missing: 1, different: 1, extra: 1, bytes: 40 },
        returned: {
          requestId: request.id,
          placed: 1,
          placedBytes: 10,
          identical: 1,
          different: 1,
          deletedByOwner: 1,
          inFlight: 1,
          refused: 1,
          leftAlone: [{ is: "different", table: "users", key: "a" }],
          closedAt: null,
        },
      }),
    );
  const compareRuns = open
    .filter(({ request }) => request.what === "compare")
    .map(({ request }) => aRun(request, { at, receipt: { ...FOUND, at, endedAt: at } }));
  await world.observed.say({
    beat: { runId: RUN_ID, machine: "fe1", at },
    exports: [],
    imports: [],
    runs,
    compareRuns,
  });
}

/** What would be lost, what lies in the trash and what is found: one of each. */
export function haveItems(world: Console): void {
  const at = world.now;
  world.losses = () => ({
    page: async () => ({
      entries: [{ table: "users", key: '["a"]', since: at, why: "pending", isDeletion: false, mark: "1" }],
      hasMore: true,
    }),
  });
  const trashed = { id: "x", home: POOL_1, table: null, path: "x", isFolder: false, bytes: 1, deletedAt: at };
  world.trash = (pool) => (pool === POOL_2 ? { page: async () => ({ items: [trashed], next: null }) } : null);
  const face = { label: "Ada", changedAt: null, rows: 1, bytes: null, sha256: "ab" };
  world.find = async () => ({
    items: [
      {
        module: PRESENCE,
        kind: "user",
        table: null,
        name: "sip:ada@example.com",
        home: POOL_1,
        own: { is: "present", ...face },
        standby: { is: "absent" },
        compared: { is: "different", at },
        waits: { since: at, why: "in-flight", packageName: "1-2" },
        ackedPackage: "1-1",
      },
    ],
    more: 0,
    isExact: true,
    looked: [{ pool: POOL_1, module: PRESENCE, problem: null }],
  });
  world.count = async () => ({ items: 3, bytes: 30, isAll: true });
  world.former = [{ home: POOL_2, module: DATA_CONF, items: 2 }];
}
