import { join } from "node:path";
import { expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";
import { formerRows, removeRows } from "./former-rows.ts";
import { withUserDatabase } from "./with-user-database.ts";

const folder = tempFolder();
const FORMER = "pool9.pairkeeper.test" as PoolFqdn;
const IDENTITY = { pool: POOL_1, partner: POOL_2, storeId: `store of ${POOL_1}`, storeEpoch: 1 };

test("more rows than one transaction takes are removed, without a change, and nobody else's", () => {
  const { store, client } = openTempUserStore(folder());
  const [users] = presenceFocusTables;
  if (!users) return expect.unreachable();
  client.exec("insert into importing values (1)");
  for (const [home, count] of [
    [POOL_1, 2],
    [POOL_2, 3],
    [FORMER, 4_001],
  ] as const)
    client.exec(`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
      insert into users (sip_uri, home_pool) select 'sip:' || i || '@${home}', '${home}' from n`);
  client.exec("delete from importing; delete from changes");
  withUserDatabase(join(folder(), "user.db"), IDENTITY, (db) => {
    const kept = [POOL_1, POOL_2];
    expect([...formerRows(db, users, kept)]).toEqual([[FORMER, 4_001]]);
    removeRows(db, users, FORMER);
    expect(formerRows(db, users, kept).size).toBe(0);
  });
  expect(client.prepare("select count(*) as n from users").get()).toEqual({ n: 5 });
  for (const table of ["changes", "importing"])
    expect(client.prepare(`select count(*) as n from ${table}`).get()).toEqual({ n: 0 });
  client.close();
  store.close();
});

test("another database than the one that the ledger knows is left alone", () => {
  const { store, client } = openTempUserStore(folder());
  const open = (more: object) => () => withUserDatabase(join(folder(), "user.db"), { ...IDENTITY, ...more }, () => 0);
  expect(open({})()).toBe(0);
  for (const other of [{ storeId: "another" }, { storeEpoch: 2 }])
    expect(open(other)).toThrow(expect.objectContaining({ code: "store-lost" }));
  expect(() => withUserDatabase(join(folder(), "none.db"), IDENTITY, () => 0)).toThrow("is gone");
  client.close();
  store.close();
});
