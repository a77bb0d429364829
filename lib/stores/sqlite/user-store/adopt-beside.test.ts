import { renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { adoptUserStore } from "./adopt-user-store.ts";
import { makeUserStore } from "./make-user-store.ts";

const IDENTITY = { pool: POOL_1, partner: POOL_2, storeId: "store of pool 1", storeEpoch: 1 };
const ADOPTION = { requestId: "r", restored: [], modules: [], epochs: new Map() };
const POOLS = [POOL_1, POOL_2];
const folder = tempFolder();

test("a client that goes on in a database that was moved away spoils nothing of the one that is adopted in its place", async () => {
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
  await adoptUserStore(path, { ...IDENTITY, storeEpoch: 2 }, POOLS, presenceFocusTables, ADOPTION, new FakeClock());
  write(40);
  const adopted = new DatabaseSync(path);
  expect(adopted.prepare("SELECT count(*) AS n FROM users").get()).toEqual({ n: 0 });
  expect(adopted.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  expect(client.prepare("SELECT count(*) AS n FROM users").get()).toEqual({ n: 80 });
  adopted.close();
  client.close();
});
