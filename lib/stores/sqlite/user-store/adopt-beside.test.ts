import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { adoptUserStore } from "./adopt-user-store.ts";
import { makeUserStore } from "./make-user-store.ts";
import { openUserStore } from "./user-store.ts";
import { withUserDatabase } from "./with-user-database.ts";

const IDENTITY = { pool: POOL_1, partner: POOL_2, storeId: "store of pool 1", storeEpoch: 1 };
const ADOPTION = { requestId: "r", restored: [], modules: [], epochs: new Map() };
const POOLS = [POOL_1, POOL_2];
const folder = tempFolder();

const CASES = [
  ["and nothing stands there", () => {}],
  ["and an empty file stands there, as whoever tries to read a database that is gone leaves it", touch],
] as const;

function touch(path: string): void {
  writeFileSync(path, "");
}

test.each(CASES)(
  "a client goes on in a database that was moved away %s: it spoils nothing of the one that is adopted, and loses nothing",
  async (_, leave) => {
    const path = join(folder(), "user.db");
    makeUserStore(path, IDENTITY, POOLS, presenceFocusTables);
    const client = new DatabaseSync(path);
    const write = (from: number) => {
      const add = client.prepare("INSERT INTO users (home_pool, sip_uri) VALUES (?, ?)");
      client.exec("BEGIN IMMEDIATE");
      for (let number = from; number < from + 40; number++) add.run(POOL_1, `sip:${number}@x`);
      client.exec("COMMIT");
    };
    write(0);
    renameSync(path, `${path}.away`);
    leave(path);
    await adoptUserStore(path, { ...IDENTITY, storeEpoch: 2 }, POOLS, presenceFocusTables, ADOPTION, new FakeClock());
    write(40);
    const adopted = new DatabaseSync(path);
    expect(adopted.prepare("SELECT count(*) AS n FROM users").get()).toEqual({ n: 0 });
    expect(adopted.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    expect(client.prepare("SELECT count(*) AS n FROM users").get()).toEqual({ n: 80 });
    adopted.close();
    client.close();
    renameSync(`${path}.away`, `${path}.left-1`);
    const whole = new DatabaseSync(`${path}.left-1`);
    expect(whole.prepare("SELECT count(*) AS n FROM users").get()).toEqual({ n: 80 });
    whole.close();
  },
);

test("an empty file in place of one that was moved away is opened by nobody: that would make a database of it, and end the other's log", () => {
  const path = join(folder(), "user.db");
  makeUserStore(path, IDENTITY, POOLS, presenceFocusTables);
  const client = new DatabaseSync(path);
  client.prepare("INSERT INTO users (home_pool, sip_uri) VALUES (?, 'sip:a@x')").run(POOL_1);
  renameSync(path, `${path}.away`);
  touch(path);
  expect(() => openUserStore(path, IDENTITY, new FakeClock(), presenceFocusTables)).toThrow("an empty file");
  expect(() => withUserDatabase(path, IDENTITY, () => 0)).toThrow("an empty file");
  expect(statSync(path).size).toBe(0);
  expect(client.prepare("SELECT count(*) AS n FROM users").get()).toEqual({ n: 1 });
  client.close();
});

test("the log of each that was moved away is kept under a name of its own, and none that is empty", async () => {
  const path = join(folder(), "user.db");
  for (const log of ["first", "second", ""]) {
    rmSync(path, { force: true });
    writeFileSync(`${path}-wal`, log);
    makeUserStore(path, IDENTITY, POOLS, presenceFocusTables);
  }
  const left = readdirSync(folder())
    .filter((name) => name.includes("left"))
    .sort();
  expect(left.map((name) => readFileSync(join(folder(), name), "utf8"))).toEqual(["first", "second"]);
});
