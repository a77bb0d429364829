import type { Context } from "#lib/auth/context.ts";
import type { Role } from "#lib/domain/role.ts";
import { MODULES } from "#lib/modules/registry.ts";
import type { EngineWord } from "#lib/ports/ledger.ts";
import type { OpenLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { RUN_ID } from "./builders.ts";
import { anActor, anExportReport, anImportReport, DATA_CONF, POOL_1, POOL_2, PRESENCE, TWO_POOLS } from "./evidence.ts";
import { openTempLedger } from "./temp-ledger.ts";

/** Commands over a real ledger of two pools, with a clock and an engine that the test moves. */
export type Console = {
  readonly ledger: OpenLedger;
  readonly folder: string;
  /** Milliseconds since 1970. */
  now: number;
  /** The engine's living run; null while none lives. */
  runId: string | null;
  context(role?: Role): Context;
  /** The engine's word as of now: every lane copied, unless `more` says otherwise. */
  say(more?: Partial<EngineWord>): Promise<void>;
  close(): Promise<void>;
};

const START = Date.UTC(2026, 10, 21, 12);

/** A console whose engine runs and has said nothing yet. */
export async function openConsole(): Promise<Console> {
  const clock = { now: () => opened.now, sleep: async () => {} };
  const { ledger, folder, remove } = await openTempLedger(clock);
  await ledger.topology.found(TWO_POOLS, []);
  const opened: Console = {
    ledger,
    folder,
    now: START,
    runId: RUN_ID,
    context: (role = "administrator") => ({
      actor: anActor({ role }),
      ledger: ledger.doors,
      modules: MODULES,
      engine: { now: () => ({ running: opened.runId !== null, runId: opened.runId, since: START, exits: 0 }) },
      clock,
    }),
    say: (more = {}) =>
      ledger.engine.say({
        beat: { runId: RUN_ID, machine: "fe1.pairkeeper.test", at: opened.now },
        exports: lanes().map((lane) => anExportReport(opened.now, { lane })),
        imports: lanes().map((lane) => anImportReport(opened.now, { lane })),
        runs: [],
        ...more,
      }),
    close: remove,
  };
  return opened;
}

function lanes() {
  return [PRESENCE, DATA_CONF].flatMap((module) => [
    { from: POOL_1, to: POOL_2, module },
    { from: POOL_2, to: POOL_1, module },
  ]);
}
