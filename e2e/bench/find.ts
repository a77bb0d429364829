import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { systemClock } from "#lib/launch/system-clock.ts";
import type { FindQuestion, Found } from "#lib/ports/item-finder.ts";
import { Aside } from "#lib/service/aside.ts";
import { finderIn } from "#lib/service/find-in.ts";
import { knownOf, poolPlaces } from "#lib/service/pool-places.ts";
import { PoolStores } from "#lib/service/pool-stores.ts";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { lookAt, makeFiles, nameOf } from "./find/fill-files.ts";
import { fillRows } from "./find/fill-rows.ts";
import { makeDeployment } from "./rows/make-deployment.ts";

const ROUNDS = 5;

/**
 * "Is it safe?" among a million rows and a million files, both copies compared, beside a bare SQL lookup in both databases
 * and beside `find`. To be answered within a second.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "1000000" },
      files: { type: "string", default: "1000000" },
      folder: { type: "string", default: tmpdir() },
    },
  });
  const [rows, files] = [Number(values.rows), Number(values.files)];
  mkdirSync(values.folder, { recursive: true });
  const folder = mkdtempSync(join(values.folder, "pairkeeper-bench-"));
  const aside = new Aside();
  try {
    await makeDeployment(folder);
    const ledger = await openLedger(join(folder, "ledger.db"), systemClock);
    const [own, standby] = [poolPlaces(folder, POOL_1), poolPlaces(folder, POOL_2)];
    fillRows(own.userDatabase, standby.userDatabase, POOL_1, rows);
    const content = (root: string) => join(root, "DataConf", POOL_1);
    makeFiles(content(own.files), content(standby.files), files);
    const stores = new PoolStores(
      folder,
      await ledger.topology.topology(),
      knownOf(await ledger.topology.stores()),
      systemClock,
    );
    const { files: store, scanList } = stores.contentOf(POOL_1, "DataConf");
    const scan = await lookAt(store, scanList, POOL_1, files);
    console.log(`a scan that finds nothing new      ${ms(scan)}`);
    const finder = finderIn(folder, ledger, aside);
    const where = [
      { home: POOL_1, backup: POOL_2, refused: {} },
      { home: POOL_2, backup: POOL_1, refused: {} },
    ];
    const asked = { where, served: [POOL_1, POOL_2], modules: [PRESENCE, DATA_CONF], limit: 20 };
    const find = (what: string) => finder.find({ ...asked, what } satisfies FindQuestion);
    await find("warm");
    const address = `sip:user${String(Math.floor(rows / 2)).padStart(8, "0")}@example.com`;
    const sql = await time(async () => lookUp([own.userDatabase, standby.userDatabase], address));
    const file = nameOf(Math.floor(files / 200_000) * 100_000);
    const walk = await time(async () => execFileSync("find", [content(own.files), "-name", file]));
    const tell = async (words: string, what: string, peer: number, check: (found: Found) => boolean) => {
      const before = process.cpuUsage();
      const took = await time(async () => {
        if (!check(await find(what))) throw new Error(`${what} was not found as it should be`);
      });
      const { user, system } = process.cpuUsage(before);
      const cpu = ms((user + system) / 1000 / ROUNDS).trim();
      const ratio = (took / peer).toFixed(2);
      console.log(`${words.padEnd(34)} ${ms(took)}  ratio ${ratio}  (reach 1000 ms; ${cpu} of processor)`);
    };
    console.log(`bare SQL lookup in both databases  ${ms(sql)}`);
    console.log(`find -name                         ${ms(walk)}`);
    const isEqual = ({ items, isExact }: Found) => isExact && items.length === 1 && items[0]?.compared.is === "equal";
    await tell("a user, beside the lookup", address, sql, isEqual);
    await tell("in another case, beside the lookup", address.toUpperCase(), sql, isEqual);
    await tell("a file, beside find", file, walk, isEqual);
    await tell("in another case, beside find", file.toUpperCase(), walk, isEqual);
    await tell("a part of names, beside find", "00012", walk, ({ more, isExact }) => !isExact && more > 0);
    await tell("nothing, beside find", "nobody@nowhere", walk, ({ items }) => items.length === 0);
    stores.close();
    await ledger.close();
  } finally {
    await aside.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The median of some rounds. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

function lookUp(paths: readonly string[], address: string): void {
  for (const path of paths) {
    const db = new DatabaseSync(path, { readOnly: true });
    if (db.prepare("SELECT * FROM users WHERE sip_uri = ?").get(address) === undefined) throw new Error("not there");
    db.close();
  }
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0).padStart(7)} ms`;
}
