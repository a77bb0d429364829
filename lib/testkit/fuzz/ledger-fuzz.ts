import fc from "fast-check";
import { sql } from "kysely";
import { JOURNAL_KINDS } from "#lib/domain/journal-kind.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { aBeat } from "#lib/testkit/builders.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import {
  anActor,
  anExportReport,
  anImportReport,
  aRun,
  DATA_CONF,
  LANE,
  POOL_1,
  POOL_2,
  PRESENCE,
} from "#lib/testkit/evidence.ts";
import { type Mutation, mutated, mutations } from "./mutation.ts";

/** Columns that hold JSON, and words that have to be known ones. */
const COLUMNS = [
  ["requests", "modules_json"],
  ["requests", "detail_json"],
  ["requests", "what"],
  ["runs", "rest_json"],
  ["runs", "phase"],
  ["lanes", "evidence_json"],
  ["history_lanes", "spark_json"],
  ["cms_issues", "content_json"],
] as const;

export type LedgerCase = { readonly column: number; readonly row: number; readonly changes: readonly Mutation[] };

export const ledgerCases: fc.Arbitrary<LedgerCase> = fc.record({
  column: fc.nat(COLUMNS.length - 1),
  row: fc.nat(),
  changes: mutations,
});

/** A ledger one of whose rows another hand has written. */
export class LedgerFuzz {
  readonly #world: Console;

  private constructor(world: Console) {
    this.#world = world;
  }

  static async open(): Promise<LedgerFuzz> {
    const world = await openConsole();
    for (let beat = 0; beat < 3; beat++) {
      world.clock.travel(60_000);
      const exports = [anExportReport(world.now)];
      await world.observed.say({ beat: aBeat(world.now), exports, imports: [anImportReport(world.now)], runs: [] });
    }
    await world.say();
    const asked = {
      what: "full-push",
      from: POOL_1,
      to: POOL_2,
      modules: [PRESENCE, DATA_CONF],
      detail: NO_DETAIL,
    } as const;
    const request = await world.ledger.doors.request(asked, anActor());
    await world.observed.say({
      beat: { runId: "run-1", machine: "m", at: world.now },
      exports: [],
      imports: [],
      runs: [
        aRun(request, { phase: "sending", compared: { identical: 1, missing: 2, different: 3, extra: 4, bytes: 5 } }),
      ],
    });
    await world.ledger.engine.publish(POOL_1, [{ name: "topology", content: '{"pools":[]}' }]);
    return new LedgerFuzz(world);
  }

  /** What reading it came to: "read", or the code of the refusal; faults with what went wrong, in words. */
  async try({ column, row, changes }: LedgerCase): Promise<string> {
    const [table, name] = COLUMNS[column % COLUMNS.length] ?? COLUMNS[0];
    const db = this.#world.ledger.database;
    const { rows } = await sql<{ text: string }>`select ${sql.ref(name)} as text from ${sql.table(table)}`.execute(db);
    const chosen = rows[row % Math.max(1, rows.length)];
    if (chosen === undefined) throw new Error(`${table} is empty: nothing is tried`);
    let now = chosen.text;
    const write = async (text: string) => {
      await sql`update ${sql.table(table)} set ${sql.ref(name)} = ${text} where ${sql.ref(name)} = ${now}`.execute(db);
      now = text;
    };
    const document: unknown = name.endsWith("_json") ? JSON.parse(chosen.text) : chosen.text;
    const text = mutated(document, changes).toString("utf8");
    if (
      !(await write(text).then(
        () => true,
        () => false,
      ))
    )
      return "not taken"; // the table's own rules refuse it
    try {
      return await this.#read();
    } finally {
      await write(chosen.text);
    }
  }

  close(): Promise<void> {
    return this.#world.close();
  }

  async #read(): Promise<string> {
    const { doors, engine, history, keeper, topology } = this.#world.ledger;
    const span = { from: 0, to: Number.MAX_SAFE_INTEGER };
    const page = { ...span, pool: null, module: null, exporter: null, kinds: JOURNAL_KINDS, after: null, limit: 50 };
    const reads: readonly (() => Promise<unknown>)[] = [
      () => doors.evidence(),
      () => doors.requests(50),
      () => doors.pools(),
      () => engine.openRequests(),
      () => engine.published(),
      () => topology.stores(),
      () => keeper.memory(),
      () => history.sparks(),
      () => history.requests(LANE, span, 50),
      () => history.samples(LANE, span, 50),
      () => history.journal(page),
    ];
    let outcome = "read";
    for (const read of reads) {
      try {
        await read();
      } catch (thrown) {
        if (!isProblem(thrown)) throw new Error(`it is not named: ${thrown instanceof Error ? thrown.stack : thrown}`);
        outcome = thrown.code;
      }
    }
    return outcome;
  }
}
