import { type AccessNotes, openAccessNotes } from "#lib/auth/access-notes.ts";
import type { Accounts } from "#lib/auth/accounts.ts";
import type { Context } from "#lib/auth/context.ts";
import { openDisplays } from "#lib/auth/displays.ts";
import { openAuth } from "#lib/auth/open-auth.ts";
import { tokenDesk } from "#lib/auth/tokens.ts";
import { withinReach } from "#lib/auth/within-reach.ts";
import { type PairsView, pairsView } from "#lib/commands/get-pairs.ts";
import { wallView } from "#lib/commands/wall-view.ts";
import type { ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";
import type { ExportReport, ImportReport } from "#lib/domain/evidence.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Actor, ActorRole } from "#lib/domain/role.ts";
import type { Topology } from "#lib/domain/topology.ts";
import { MODULES } from "#lib/modules/registry.ts";
import { observed } from "#lib/observe/observed-ledger.ts";
import type { Holdings } from "#lib/ports/holdings.ts";
import type { ItemFinder } from "#lib/ports/item-finder.ts";
import type { EngineLedger, EngineWord } from "#lib/ports/ledger.ts";
import type { LossList } from "#lib/ports/loss-list.ts";
import type { PoolLook } from "#lib/ports/pool-look.ts";
import type { FormerStandby } from "#lib/ports/standby-keeper.ts";
import type { TrashList } from "#lib/ports/trash.ts";
import { engineEar } from "#lib/service/engine-ear.ts";
import { LivePairs } from "#lib/service/pairs-feed.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { RUN_ID } from "./builders.ts";
import {
  anActor,
  anExportReport,
  anImportReport,
  CMS_MASTER,
  DATA_CONF,
  POOL_1,
  POOL_2,
  PRESENCE,
  TWO_POOLS,
} from "./evidence.ts";
import { FakeClock } from "./fake-clock.ts";
import { aWholeLook } from "./pool-sight.ts";
import { openTempLedger } from "./temp-ledger.ts";

/** Commands over a real ledger of two pools, with a clock and an engine that the test moves. */
export type Console = {
  readonly ledger: OpenLedger;
  /** The engine's side of it, listened to as the service does. */
  readonly observed: EngineLedger;
  readonly folder: string;
  readonly notes: AccessNotes;
  /** The server's clock: `travel` for time that passes, `set` for a hand on it. */
  readonly clock: FakeClock;
  /** The engine's wall clock: the same machine's, unless a test says otherwise. */
  readonly now: number;
  /** Pools whose engine this service runs. */
  pools: ReadonlySet<PoolFqdn>;
  /** The modules that are deployed. */
  modules: readonly ModuleFace[];
  /** The engine's living run; null while none lives. */
  runId: string | null;
  /** Makes a new pool's stores; a test may have it fail. */
  make: (pool: PoolFqdn) => Promise<void>;
  /** What each pool holds of former partners. */
  former: readonly FormerStandby[];
  /** What pools keep of what was deleted. */
  trash: (pool: PoolFqdn, module: ModuleName) => TrashList | null;
  /** What would be lost with each pool. */
  losses: (pool: PoolFqdn) => LossList;
  find: ItemFinder["find"];
  /** What a look at a pool's stores finds. */
  look: PoolLook;
  /** What pools hold. */
  count: Holdings["count"];
  /** For somebody of that role, or of that reach too. */
  context(who?: ActorRole | Partial<Actor>): Context;
  /** Reads the engine's beat, as the server does once a second though nobody asks. */
  listen(): Promise<void>;
  /** The engine's word as of now: every lane copied, unless `more` says otherwise. */
  say(more?: Partial<EngineWord>): Promise<void>;
  close(): Promise<void>;
};

/** A console whose engine runs and has said nothing yet. */
export async function openConsole(topology: Topology = TWO_POOLS): Promise<Console> {
  const clock = new FakeClock();
  const ear = engineEar(clock);
  const { ledger, folder, remove } = await openTempLedger(clock);
  await ledger.topology.found(topology, []);
  const live = (view: () => Promise<PairsView>) =>
    new LivePairs({
      clock,
      version: async () => {
        const { ours, theirs } = await ledger.doors.version();
        return { ours, theirs: `${theirs} ${opened.runId}` };
      },
      view,
      run: "testrun",
    });
  const feed = live(() => pairsView(opened.context()));
  const wall = live(async () => wallView(await pairsView(opened.context())));
  const notes = openAccessNotes(ledger.audit, clock);
  const tokens = tokenDesk(ledger.tokens, clock);
  const displays = openDisplays(ledger.displays, "a secret of the service", clock);
  const accounts = accountsWhenAsked(ledger, notes);
  const opened: Console = {
    ledger,
    observed: observed({ ledger: ledger.engine, keeper: ledger.keeper, clock, log: () => {} }),
    folder,
    notes,
    clock,
    get now() {
      return clock.now();
    },
    pools: new Set(topology.pools),
    modules: MODULES,
    runId: RUN_ID,
    former: [],
    trash: () => null,
    find: async () => ({ items: [], more: 0, isExact: false, looked: [] }),
    look: aWholeLook(clock),
    count: async () => null,
    losses: () => ({ page: async () => ({ entries: [], hasMore: false }) }),
    make: (pool) => ledger.topology.storesMade(pool, clock.now()),
    context: (who = "administrator") =>
      withinReach({
        actor: anActor(typeof who === "string" ? { role: who } : who),
        ledger: ledger.doors,
        history: ledger.history,
        audit: ledger.audit,
        notes,
        modules: opened.modules,
        pools: opened.pools,
        engine: {
          now: () => ({ running: opened.runId !== null, runId: opened.runId, since: clock.startedAt, exits: 0 }),
        },
        ear,
        clock,
        feed,
        wall,
        displays,
        accounts,
        tokens,
        maker: { make: (pool) => opened.make(pool) },
        trashOf: async (pool, module) => opened.trash(pool, module),
        finder: { find: (question) => opened.find(question) },
        look: {
          look: (pool, partner) => opened.look.look(pool, partner),
          largestFile: (pool) => opened.look.largestFile(pool),
        },
        holdings: { count: (...asked) => opened.count(...asked) },
        lossOf: (pool) => opened.losses(pool),
        standby: {
          former: async () => opened.former,
          remove: async (_pool, home) => {
            opened.former = opened.former.filter((one) => one.home !== home);
          },
        },
      }),
    listen: async () => {
      const asked = ear.ask();
      ear.hear(await ledger.doors.beat(), asked);
    },
    say: async (more = {}) => {
      await opened.listen();
      await ledger.engine.say({
        beat: { runId: RUN_ID, machine: "fe1.pairkeeper.test", at: opened.now },
        exports: [...lanes().map((lane) => anExportReport(opened.now, { lane })), ...documentExports(opened.now)],
        imports: [...lanes().map((lane) => anImportReport(opened.now, { lane })), ...documentImports(opened.now)],
        runs: [],
        ...more,
      });
      await opened.listen();
    },
    close: async () => {
      feed.close();
      wall.close();
      await notes.settled();
      await remove();
    },
  };
  return opened;
}

/** Sign-in makes its tables when the first test asks for an account: most never do. */
function accountsWhenAsked(ledger: OpenLedger, notes: AccessNotes): Accounts {
  let opened: Promise<Accounts> | null = null;
  const open = () => {
    opened ??= openAuth({
      database: { db: ledger.database, type: "sqlite" },
      secret: "a secret of more than thirty-two characters",
      origins: ["http://127.0.0.1:3111"],
      adminPassword: null,
      notes,
      people: ledger.accounts,
      clock: { now: () => Date.now() },
    }).then((auth) => auth.accounts);
    return opened;
  };
  return {
    list: async () => (await open()).list(),
    make: async (...asked) => (await open()).make(...asked),
    change: async (...asked) => (await open()).change(...asked),
    renew: async (...asked) => (await open()).renew(...asked),
    remove: async (...asked) => (await open()).remove(...asked),
  };
}

const [THERE, BACK] = [
  { from: POOL_1, to: POOL_2, module: CMS_MASTER },
  { from: POOL_2, to: POOL_1, module: CMS_MASTER },
];

/** Pool 1 is the master: pool 2 says that it is not meant to export. */
function documentExports(at: number): ExportReport[] {
  const idle = { attempt: { is: "none" }, cutOff: null, countedAt: null, partner: null, nextCycleAt: null } as const;
  return [
    anExportReport(at, { lane: THERE, role: "master" }),
    { ...anExportReport(at, { lane: BACK, role: "standby", lastCycleAt: null, lastFinalAt: null }), ...idle },
  ];
}

function documentImports(at: number): ImportReport[] {
  return [
    anImportReport(at, { lane: THERE, role: "standby" }),
    anImportReport(at, { lane: BACK, role: "master", attempt: { is: "none" }, lastImportAt: null }),
  ];
}

function lanes() {
  return [PRESENCE, DATA_CONF].flatMap((module) => [
    { from: POOL_1, to: POOL_2, module },
    { from: POOL_2, to: POOL_1, module },
  ]);
}
