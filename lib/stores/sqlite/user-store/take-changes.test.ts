import { expect, test } from "vitest";
import { POOL_1, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables, USERS } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";

const folder = tempFolder();

test("changes of tables that were not asked for stay recorded, also between those that are taken", async () => {
  const { store, client } = openTempUserStore(folder());
  const user = (name: string) => client.exec(`insert into users (sip_uri, home_pool) values ('${name}', '${POOL_1}')`);
  user("a");
  client.exec(`insert into conferences (conference_id, home_pool) values ('c', '${POOL_1}')`);
  user("b");
  await store.rows.takeChanges(PRESENCE, [USERS], () => {});
  expect(client.prepare("select tbl, key from changes").all()).toEqual([{ tbl: "conferences", key: '["c"]' }]);
  await store.rows.takeChanges(PRESENCE, presenceFocusTables, () => {});
  expect(client.prepare("select count(*) as n from changes").get()).toEqual({ n: 0 });
  client.close();
  store.close();
});

test("entries are walked up to the mark and the limit, and none that was dropped in between", async () => {
  const { store, client } = openTempUserStore(folder());
  client.exec(`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 9)
    insert into users (sip_uri, home_pool) select 'sip:' || i, '${POOL_1}' from n`);
  await store.rows.takeChanges(PRESENCE, [USERS], () => {});
  const walk = async (mark: number, limit: number) =>
    (await store.rows.waiting(PRESENCE, "images", mark, limit, [USERS])).flatMap((run) => run.ids);
  expect(await walk(100, 100)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await walk(4, 100)).toEqual([1, 2, 3, 4]);
  expect(await walk(4, 2)).toEqual([1, 2]);
  expect(await walk(0, 2)).toEqual([]);
  await store.book.drop(PRESENCE, [1, 2, 5]);
  expect(await walk(100, 100)).toEqual([3, 4, 6, 7, 8, 9]);
  expect(await walk(7, 3)).toEqual([3, 4, 6]);
  await store.book.setGone(PRESENCE, [7], true);
  expect(await walk(100, 100)).toEqual([3, 4, 6, 8, 9]);
  client.close();
  store.close();
});
