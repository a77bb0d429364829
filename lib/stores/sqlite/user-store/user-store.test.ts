import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import { cmsDocumentsContract } from "#lib/ports/cms-documents.contract.ts";
import { guardContract } from "#lib/ports/guard.contract.ts";
import { lossContract } from "#lib/ports/loss.contract.ts";
import { lossListContract } from "#lib/ports/loss-list.contract.ts";
import type { LossList } from "#lib/ports/loss-list.ts";
import { restoreBookContract } from "#lib/ports/restore-book.contract.ts";
import { rowImportContract } from "#lib/ports/row-import.contract.ts";
import { rowReturnsContract } from "#lib/ports/row-returns.contract.ts";
import { userStoreContract } from "#lib/ports/user-store.contract.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables, USERS } from "#lib/testkit/row-tables.ts";
import { lossPage } from "./loss-page.ts";
import { makeUserStore } from "./make-user-store.ts";
import { openUserStore } from "./user-store.ts";

const IDENTITY = { pool: POOL_1, partner: POOL_2, storeId: "store of pool 1", storeEpoch: 1 };
const clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
};

/** The database that every test begins with, made once: its bytes are as good and sooner there. */
let made: Buffer | null = null;

function makeDatabase(path: string): void {
  if (made === null) {
    makeUserStore(path, IDENTITY, [POOL_1, POOL_2], presenceFocusTables);
    made = readFileSync(path);
  } else writeFileSync(path, made);
}

function makePlace() {
  const folder = mkdtempSync(join(tmpdir(), "pairkeeper-user-"));
  const path = join(folder, "user.db");
  makeDatabase(path);
  const client = new DatabaseSync(path);
  return {
    path,
    client,
    open: async () => openUserStore(path, IDENTITY, clock, presenceFocusTables),
    run: (sql: string) => {
      if (/^select/i.test(sql))
        return client
          .prepare(sql)
          .all()
          .map((row) => ({ ...row }));
      client.exec(sql);
      return [];
    },
    holdLock: (sql: string) => {
      client.exec("begin immediate");
      client.exec(sql);
      return () => client.exec("commit");
    },
    remove: async () => {
      client.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

userStoreContract(async () => makePlace());
rowImportContract(async () => makePlace());
rowReturnsContract(async () => makePlace());
guardContract(async () => makePlace());
lossContract(async () => makePlace());
lossListContract(async () => {
  const place = makePlace();
  const tables = presenceFocusTables;
  const own = tables.map(({ name }) => name);
  const page: LossList["page"] = async (question) =>
    lossPage({ path: place.path, identity: IDENTITY, tables, own, question });
  return { ...place, list: { page } };
});
restoreBookContract(async () => makePlace());
cmsDocumentsContract(async () => makePlace());

test("making it twice is making it once; another's database is refused and left alone", async () => {
  const place = makePlace();
  place.run("insert into users (sip_uri, home_pool) values ('sip:a@x', 'pool1.pairkeeper.test')");
  makeUserStore(place.path, IDENTITY, [POOL_1, POOL_2], presenceFocusTables);
  expect(() => makeUserStore(place.path, { ...IDENTITY, storeId: "another" }, [], [])).toThrow("store id");
  expect(place.run("select sip_uri from users")).toEqual([{ sip_uri: "sip:a@x" }]);
  await place.remove();
});

test("a database that is gone is lost and not made anew", async () => {
  const place = makePlace();
  const store = await place.open();
  renameSync(place.path, `${place.path}.away`);
  await expect(store.check()).rejects.toMatchObject({ code: "store-lost" });
  await expect(place.open()).rejects.toMatchObject({ code: "store-lost" });
  expect(existsSync(place.path)).toBe(false);
  store.close();
  await place.remove();
});

const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.constant('"\\\n\r\u0000%'));

test("every value arrives byte for byte: any text, any 64-bit number of JSON, NULL and empty text apart", async () => {
  const source = makePlace();
  const target = makePlace();
  const from = await source.open();
  const back = openUserStore(target.path, IDENTITY, clock, presenceFocusTables);
  target.client.exec("delete from served; insert into served values ('pool2.pairkeeper.test', 1, 1)");
  target.client.exec("update store set pool = 'pool2.pairkeeper.test', partner = 'pool1.pairkeeper.test'");
  let seq = 0;
  const insert = source.client.prepare("insert into users values (?, ?, ?, ?, ?, 'pool1.pairkeeper.test')");
  await fc.assert(
    fc.asyncProperty(
      fc.uuid(),
      text.filter((name) => name.isWellFormed()),
      fc.option(text, { nil: null }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      async (id, address, name, number) => {
        const key = `${id}${address}`;
        const display = name?.isWellFormed() ? name : null;
        insert.run(key, display, 1, `{"n":${number}}`, address);
        await from.rows.takeChanges(PRESENCE, [USERS], () => {});
        const entries = await from.book.next(PRESENCE, "images", await from.book.mark(), 10);
        const read = await from.rows.read(
          USERS,
          "images",
          entries.map((entry) => entry.id),
        );
        const position = { applied: null, working: null };
        await back.rows.apply(POOL_1, read.lots, { module: PRESENCE, from: POOL_1, position });
        await from.book.launch(
          PRESENCE,
          { epoch: nextEpoch(), seq: ++seq, hash: "-" as ManifestHash, items: 1, bytes: 1 },
          entries.map((entry) => entry.id),
          [],
          0,
        );
        const hex =
          "select hex(sip_uri) a, hex(display_name) b, typeof(display_name) c, enabled d, hex(settings) e, hex(updated_at) f, home_pool g from users where sip_uri = ?";
        expect({ ...target.client.prepare(hex).get(key) }).toEqual({ ...source.client.prepare(hex).get(key) });
      },
    ),
    { numRuns: 150 },
  );
  from.close();
  back.close();
  await source.remove();
  await target.remove();
});
