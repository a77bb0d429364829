import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, test } from "vitest";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { aBeat } from "#lib/testkit/builders.ts";
import { anActor, anExportReport, POOL_1, POOL_2, PRESENCE, TWO_POOLS } from "#lib/testkit/evidence.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openLedger } from "./open-ledger.ts";

const clock = { now: () => 1 };
const folder = tempFolder();
let path: string;

beforeEach(() => {
  path = join(folder(), "ledger.db");
});

async function aLedger() {
  const ledger = await openLedger(path, clock);
  await ledger.doors.configure({}, anActor());
  await ledger.close();
}

function change(statement: string) {
  const database = new DatabaseSync(path);
  database.exec(statement);
  database.close();
}

const cases: readonly (readonly [what: string, spoil: () => void, sentence: RegExp])[] = [
  [
    "one that a newer version wrote",
    () => change("insert into kysely_migration values ('0099-later', '2030-01-01T00:00:00.000Z')"),
    /newer version .*0099-later/,
  ],
  ["one that is text", () => writeFileSync(path, "these are no tables, but words ".repeat(100)), /can't be read/],
  ["one that was cut off", () => truncateSync(path, 3 * 4096 + 100), /damaged|can't be read/],
  [
    "one whose pages were overwritten",
    () => {
      const bytes = readFileSync(path);
      bytes.fill(0xa5, 4096, 12 * 4096);
      writeFileSync(path, bytes);
    },
    /damaged|can't be read/,
  ],
  [
    "another program's database",
    () => change("drop table kysely_migration; create table recipes (name text)"),
    /another program/,
  ],
];

test.each(cases)("%s is refused by name and left as it was (DOMAIN 10 no. 24)", async (_, spoil, sentence) => {
  await aLedger();
  spoil();
  copyFileSync(path, join(folder(), "before"));
  await expect(openLedger(path, clock)).rejects.toMatchObject({
    code: "refused",
    message: expect.stringMatching(sentence),
  });
  expect(readFileSync(path).equals(readFileSync(join(folder(), "before")))).toBe(true);
});

test("a ledger that a killed process left open is taken on with all that was committed", async () => {
  const killed = await openLedger(path, clock);
  await killed.doors.configure({}, anActor());
  for (const ending of ["", "-wal"]) copyFileSync(path + ending, `${path}.copy${ending}`);
  await killed.close();
  expect(existsSync(`${path}.copy-shm`)).toBe(false);
  const ledger = await openLedger(`${path}.copy`, clock);
  expect(await ledger.database.selectFrom("audit").select("actor").execute()).toEqual([{ actor: "ada" }]);
  await ledger.close();
});

test("two that open an empty place at the same time both find it made", async () => {
  const both = await Promise.all([openLedger(path, clock), openLedger(path, clock)]);
  for (const ledger of both) expect((await ledger.topology.topology()).pools).toEqual([]);
  for (const ledger of both) await ledger.close();
});

test("a request that cannot be read is named; a small chart that cannot be read begins anew", async () => {
  const ledger = await openLedger(path, clock);
  await ledger.topology.found(TWO_POOLS, []);
  const asked = { what: "full-push", from: POOL_1, to: POOL_2, modules: [PRESENCE], detail: NO_DETAIL } as const;
  const { id } = await ledger.doors.request(asked, anActor());
  const report = { beat: aBeat(1), exports: [], imports: [], runs: [] };
  await ledger.engine.say({ ...report, exports: [anExportReport(1)] });
  change("update requests set detail_json = '[]'");
  const damaged = { code: "ledger-damaged", sentence: `The ledger's request ${id} cannot be read.` };
  await expect(ledger.doors.evidence()).rejects.toMatchObject(damaged);
  await expect(ledger.engine.openRequests()).rejects.toMatchObject(damaged);
  change("insert into history_lanes (from_pool, to_pool, module, spark_json) values ('a', 'b', 'M', 'null')");
  expect((await ledger.keeper.memory()).map(({ spark }) => spark)).toContainEqual([]);
  await ledger.close();
});

test("a report of another version's making is as if nothing was said yet", async () => {
  await aLedger();
  change(`insert into lanes values ('export', 'a', 'b', 'M', '{"lane":"?"}', null)`);
  const ledger = await openLedger(path, clock);
  expect((await ledger.doors.evidence()).exports).toEqual([]);
  await ledger.close();
});
