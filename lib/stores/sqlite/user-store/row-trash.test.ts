import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TrashQuestion } from "#lib/ports/trash.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";
import { rowTrash } from "./row-trash.ts";

const ALL: TrashQuestion = { home: POOL_2, under: null, text: null, since: null, until: null, after: null, limit: 100 };
const folder = tempFolder();
const path = () => join(folder(), "user.db");

test("rows in the trash are told page by page, the last first, by table, key, time and home", async () => {
  const { store, client } = openTempUserStore(folder());
  const put = client.prepare("INSERT INTO trash (module, tbl, key, home_pool, image, at) VALUES (?, ?, ?, ?, ?, ?)");
  put.run(PRESENCE, "users", '["sip:a@x"]', POOL_2, '["é"]', "2026-11-20T00:00:00.000Z");
  put.run(PRESENCE, "contacts", '["sip:a@x","B"]', POOL_2, "[]", "2026-11-21T00:00:00.000Z");
  put.run(PRESENCE, "users", '["sip:own@x"]', POOL_1, "[]", "2026-11-21T00:00:00.000Z");
  put.run("another.module", "users", '["sip:other@x"]', POOL_2, "[]", "2026-11-21T00:00:00.000Z");
  const list = rowTrash(path(), `store of ${POOL_1}`, PRESENCE);
  const ids = async (question: Partial<TrashQuestion>) =>
    (await list.page({ ...ALL, ...question })).items.map((item) => item.id);
  const first = await list.page({ ...ALL, limit: 1 });
  expect(first.items).toMatchObject([{ id: "2", table: "contacts", path: '["sip:a@x","B"]', isFolder: false }]);
  expect((await list.page({ ...ALL, after: first.next })).items).toEqual([
    {
      id: "1",
      home: POOL_2,
      table: "users",
      path: '["sip:a@x"]',
      isFolder: false,
      bytes: 6,
      deletedAt: Date.UTC(2026, 10, 20),
    },
  ]);
  expect((await list.page(ALL)).next).toBeNull();
  expect(await ids({ under: "users" })).toEqual(["1"]);
  expect(await ids({ text: "b" })).toEqual(["2"]);
  expect(await ids({ since: Date.UTC(2026, 10, 21) })).toEqual(["2"]);
  expect(await ids({ until: Date.UTC(2026, 10, 21) })).toEqual(["1"]);
  expect(await ids({ home: POOL_1 })).toEqual(["3"]);
  await expect(rowTrash(path(), "another", PRESENCE).page(ALL)).rejects.toMatchObject({ code: "store-lost" });
  expect((await rowTrash(path(), `store of ${POOL_1}`, DATA_CONF).page(ALL)).items).toEqual([]);
  client.close();
  store.close();
  rmSync(path());
  await expect(list.page(ALL)).rejects.toMatchObject({ code: "store-lost" });
});
