import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { UserStore } from "#lib/ports/user-store.ts";
import { Crash, Death } from "#lib/testkit/crash.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";
import { checkWhole, rowsRestore } from "./restore-side.ts";

const at = Date.UTC(2026, 10, 22);
const folder = tempFolder();
let store: UserStore;
let client: DatabaseSync;

const open = () => ({ store, client } = openTempUserStore(folder()));
const close = () => {
  store.close();
  client.close();
};
beforeEach(() => void open());
afterEach(close);

const side = (of = store) =>
  rowsRestore({ module: PRESENCE, tables: presenceFocusTables, store: of, clock: { now: () => at } });
const all = (sql: string) =>
  client
    .prepare(sql)
    .all()
    .map((row) => Object.values(row).join(" "));
const users = () => all("SELECT sip_uri FROM users ORDER BY sip_uri");
const trash = () => all("SELECT key FROM trash ORDER BY key");
const add = (name: string) =>
  client.exec(`INSERT INTO users (sip_uri, home_pool) VALUES ('sip:${name}@x', '${POOL_1}')`);
const take = () => store.rows.takeChanges(PRESENCE, presenceFocusTables, () => {});
const waiting = async (phase: "images" | "tombstones") =>
  (await store.book.next(PRESENCE, phase, await store.book.mark(), 100)).map((entry) => entry.key).sort();

/** A row of the partner, as an import leaves it. */
function standby(name: string): void {
  client.exec(`BEGIN; INSERT INTO importing VALUES (1);
    INSERT INTO users (sip_uri, home_pool) VALUES ('sip:${name}@x', '${POOL_2}'); DELETE FROM importing; COMMIT`);
}

describe("a data set of rows", () => {
  test("is whole, or being restored for a request, and then exported no more", async () => {
    expect(await side().stateOf(POOL_1)).toEqual({ is: "ok" });
    await checkWhole(PRESENCE, store);
    await side().beginRestore(POOL_1, "r1", "adopt");
    expect(await side().stateOf(POOL_1)).toEqual({ is: "restoring", requestId: "r1" });
    expect(await side().stateOf(POOL_2)).toEqual({ is: "ok" });
    await expect(checkWhole(PRESENCE, store)).rejects.toMatchObject({ code: "restoring" });
  });

  test("of a database that is another's by now is lost", async () => {
    client.exec("UPDATE store SET store_epoch = 2");
    await expect(side().stateOf(POOL_1)).rejects.toMatchObject({ code: "store-lost" });
    await expect(side().beginRestore(POOL_1, "r1", "from-partner")).rejects.toMatchObject({ code: "store-lost" });
  });
});

describe("the restore of a data set of rows", () => {
  test("by a sync or an adoption leaves every row, and contests held deletions", async () => {
    add("a");
    await take();
    await store.book.addGone(PRESENCE, [{ table: "users", key: '["sip:gone@x"]', bytes: null }], at);
    await store.book.hold(PRESENCE);
    await side().beginRestore(POOL_1, "r1", "sync");
    expect(users()).toEqual(["sip:a@x"]);
    expect(await waiting("images")).toEqual(['["sip:a@x"]']);
    expect(await waiting("tombstones")).toEqual([]);
  });

  test("from the partner moves own rows to the trash, as no change, and no row of the partner", async () => {
    for (const name of ["a", "b"]) add(name);
    standby("theirs");
    await take();
    add("c");
    client.exec("UPDATE users SET display_name = 'new' WHERE sip_uri = 'sip:a@x'");
    await side().beginRestore(POOL_1, "r1", "from-partner");
    expect(users()).toEqual(["sip:theirs@x"]);
    expect(trash()).toEqual(['["sip:a@x"]', '["sip:b@x"]', '["sip:c@x"]']);
    expect(all("SELECT image FROM trash WHERE key = '[\"sip:a@x\"]'")[0]).toContain("new");
    await take();
    expect(await waiting("images")).toEqual([]);
    expect(await waiting("tombstones")).toEqual([]);
  });

  test("leaves what its owner deleted before to be deleted", async () => {
    add("a");
    add("b");
    await take();
    client.exec("DELETE FROM users WHERE sip_uri = 'sip:b@x'");
    await side().beginRestore(POOL_1, "r1", "from-partner");
    await take();
    expect(await waiting("images")).toEqual(['["sip:b@x"]']); // found to be gone when it is read
  });

  test("forgets with a deletion that the partner gave the row, for it gives it once more", async () => {
    const gone = (name: string) =>
      store.book.addGone(PRESENCE, [{ table: "users", key: `["sip:${name}@x"]`, bytes: null }], at);
    for (const name of ["held", "waiting", "kept"]) {
      client.exec(`INSERT INTO handovers VALUES ('${PRESENCE}', 'users', '["sip:${name}@x"]', '2026-11-22')`);
    }
    await gone("held");
    await store.book.hold(PRESENCE);
    await gone("waiting");
    await side().beginRestore(POOL_1, "r1", "sync");
    expect(all("SELECT key FROM handovers ORDER BY key")).toEqual(['["sip:kept@x"]', '["sip:waiting@x"]']);
    await side().beginRestore(POOL_1, "r2", "from-partner");
    expect(all("SELECT key FROM handovers")).toEqual(['["sip:kept@x"]']);
  });

  test("takes what is on its way back before", async () => {
    add("a");
    await take();
    const ids = (await store.book.next(PRESENCE, "images", await store.book.mark(), 10)).map((entry) => entry.id);
    const flight = { epoch: 1, seq: 1, hash: "h", items: 1, bytes: 1 } as never;
    await store.book.launch(PRESENCE, flight, ids, [], at);
    await side().beginRestore(POOL_1, "r1", "from-partner");
    expect(await store.book.flights(PRESENCE)).toEqual([]);
    expect(await waiting("images")).toEqual([]);
  });

  test("empties once a request: what came back or was written since stays", async () => {
    add("a");
    await side().beginRestore(POOL_1, "r1", "from-partner");
    add("b");
    await side().beginRestore(POOL_1, "r1", "from-partner");
    expect(users()).toEqual(["sip:b@x"]);
    await side().beginRestore(POOL_1, "r2", "from-partner");
    expect(users()).toEqual([]);
  });

  test("that dies in the middle leaves alone what was written since, and moves the rest away when it begins once more", async () => {
    const contacts = () => all("SELECT contact_uri FROM contacts WHERE display_name = 'new'");
    for (const name of ["a", "b"]) add(name);
    for (const name of ["c", "d"]) {
      client.exec(`INSERT INTO contacts (sip_uri, contact_uri, home_pool) VALUES ('sip:a@x', '${name}', '${POOL_1}')`);
    }
    await take();
    const dies = () => {
      throw new Crash();
    };
    const emptyOwn: UserStore["rows"]["emptyOwn"] = (module, tables, requestId, now) =>
      store.rows.emptyOwn(module, tables, requestId, now, dies);
    const dying = side({ ...store, rows: { ...store.rows, emptyOwn } });
    await expect(dying.beginRestore(POOL_1, "r1", "from-partner")).rejects.toBeInstanceOf(Crash);
    expect([users(), all("SELECT count(*) FROM contacts")]).toEqual([[], ["2"]]);
    close();
    open();
    add("a"); // where a row went already
    client.exec("UPDATE contacts SET display_name = 'new' WHERE contact_uri = 'c'"); // and where none did
    await take(); // as the engine does between cycles
    await side().beginRestore(POOL_1, "r1", "from-partner");
    expect([users(), contacts(), all("SELECT count(*) FROM contacts")]).toEqual([["sip:a@x"], ["c"], ["1"]]);
    expect(trash()).toEqual(['["sip:a@x","d"]', '["sip:a@x"]', '["sip:b@x"]']);
    await take();
    expect(await waiting("images")).toEqual(['["sip:a@x","c"]', '["sip:a@x"]']);
  });

  test("moves more rows than one transaction takes, of tables with keys of several columns too", async () => {
    client.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)
      INSERT INTO contacts (sip_uri, contact_uri, home_pool) SELECT 'sip:' || (i / 3) || '@x', 'c' || i, '${POOL_1}' FROM n`);
    await side().beginRestore(POOL_1, "r1", "from-partner");
    expect(all("SELECT count(*) FROM contacts")).toEqual(["0"]);
    expect(all("SELECT count(DISTINCT key) FROM trash WHERE tbl = 'contacts'")).toEqual(["10001"]);
    expect(all("SELECT count(*) FROM changes")).toEqual(["0"]);
  });

  test("ends for its own request alone: all is to be sent, and what capture missed is no matter", async () => {
    await store.rows.repairCapture(PRESENCE, at);
    await side().beginRestore(POOL_1, "r1", "sync");
    await side().endRestore(POOL_1, "another");
    expect(await side().stateOf(POOL_1)).toMatchObject({ is: "restoring" });
    await side().endRestore(POOL_1, "r1");
    expect(await side().stateOf(POOL_1)).toEqual({ is: "ok" });
    expect(await store.book.isBaselineDue(PRESENCE)).toBe(true);
    expect(await store.book.isPastVoid(PRESENCE)).toBe(false);
    expect(await store.rows.captureGapAt(PRESENCE)).toBeNull();
  });

  test("that has ended is not begun again, however often its request is told", async () => {
    await side().beginRestore(POOL_1, "r1", "from-partner");
    await side().endRestore(POOL_1, "r1");
    add("a");
    await side().beginRestore(POOL_1, "r1", "from-partner");
    expect(await side().stateOf(POOL_1)).toEqual({ is: "ok" });
    expect(users()).toEqual(["sip:a@x"]);
  });

  test("of a standby leaves this pool's own lane as it is", async () => {
    add("a");
    await side().beginRestore(POOL_2, "r1", "from-partner");
    expect(users()).toEqual(["sip:a@x"]);
    await side().endRestore(POOL_2, "r1");
    expect(await store.book.isBaselineDue(PRESENCE)).toBe(false);
  });

  test("a death at any step is made up for by beginning or ending it once more", async () => {
    for (const isAfter of [false, true]) {
      for (let step = 1; ; step++) {
        const request = `${isAfter} ${step}`;
        add("a");
        await take();
        const death = new Death(step, isAfter);
        const mortal = { ...store, book: death.mortal(store.book), rows: death.mortal(store.rows) };
        const both = async (of: UserStore) => {
          await side(of).beginRestore(POOL_1, request, "from-partner");
          expect(users()).toEqual([]);
          await side(of).endRestore(POOL_1, request);
        };
        const died = await both(mortal).then(
          () => false,
          (thrown: unknown) => thrown instanceof Crash,
        );
        close();
        open();
        await both(store);
        expect(await side().stateOf(POOL_1)).toEqual({ is: "ok" });
        expect(await store.book.isBaselineDue(PRESENCE)).toBe(true);
        expect(await waiting("images")).toEqual([]);
        if (!died) break;
      }
    }
  });
});
