import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { ManifestHash } from "#lib/domain/package.ts";
import { nextEpoch } from "#lib/domain/package.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables, USERS } from "#lib/testkit/row-tables.ts";
import type { BookedFlight, RowLot, UserStore } from "./user-store.ts";

/** A pool's database, with other programs that write into it by connections of their own. */
export type UserStorePlace = {
  /** Opens pool 1's database anew. */
  open(): Promise<UserStore>;
  /** Another program runs one statement; its rows, or the refusal's sentence thrown. */
  run(sql: string): Record<string, unknown>[];
  /** Another program begins to write and keeps the lock until the function that comes back is called. */
  holdLock(sql: string): () => void;
  remove(): Promise<void>;
};

const AT = Date.UTC(2026, 10, 21, 12);
const insert = (address: string, home: string = POOL_1) =>
  `insert into users (sip_uri, display_name, home_pool) values ('${address}', 'A', '${home}')`;
const flight = (epoch: number, seq: number, items = 1): BookedFlight => ({
  epoch: nextEpoch(epoch - 1),
  seq,
  hash: `hash ${epoch}-${seq}` as ManifestHash,
  items,
  bytes: 10,
});

/** The promises of UserStore, made runnable: every plug passes them. */
export function userStoreContract(makePlace: () => Promise<UserStorePlace>): void {
  let place: UserStorePlace;
  let store: UserStore;
  beforeEach(async () => {
    place = await makePlace();
    store = await place.open();
  });
  afterEach(async () => {
    store.close();
    await place.remove();
  });

  const take = () => store.rows.takeChanges(PRESENCE, [USERS], () => {});
  const pendingKeys = async () =>
    (await store.book.next(PRESENCE, "images", await store.book.mark(), 100)).map((entry) => entry.key);
  const facts = async (mark?: number) => store.book.facts(PRESENCE, ["users"], mark ?? (await store.book.mark()));
  const ids = async () =>
    (await store.book.next(PRESENCE, "images", await store.book.mark(), 100)).map((entry) => entry.id);

  describe("capture", () => {
    test("what another program writes is pending at once, before anybody took it", async () => {
      place.run(insert("sip:a@x"));
      expect(await facts()).toMatchObject({ pendingItems: 1, upToMark: 0 });
    });

    test("an item written often is pending once, since its first time", async () => {
      place.run(insert("sip:a@x"));
      await take();
      const first = (await store.book.next(PRESENCE, "images", 10, 10))[0]?.firstAt;
      place.run("update users set display_name = 'B'");
      place.run("update users set display_name = 'C'");
      await take();
      expect(await pendingKeys()).toEqual(['["sip:a@x"]']);
      expect((await facts()).oldestChangeAt).toBe(first);
    });

    test.each([
      ["insert", "insert into users (sip_uri, home_pool) values ('sip:b@x', 'pool1.pairkeeper.test')", ["sip:b@x"]],
      ["update", "update users set enabled = 0 where sip_uri = 'sip:a@x'", ["sip:a@x"]],
      ["delete", "delete from users where sip_uri = 'sip:a@x'", ["sip:a@x"]],
      ["replace", "replace into users (sip_uri, home_pool) values ('sip:a@x', 'pool1.pairkeeper.test')", ["sip:a@x"]],
      ["upsert", `${insert("sip:a@x")} on conflict do update set enabled = 0`, ["sip:a@x"]],
      ["key change", "update users set sip_uri = 'sip:c@x' where sip_uri = 'sip:a@x'", ["sip:a@x", "sip:c@x"]],
      ["delete of all", "delete from users", ["sip:a@x", "sip:d@x"]],
      [
        "key change onto another row",
        "update or replace users set sip_uri = 'sip:d@x' where sip_uri = 'sip:a@x'",
        ["sip:a@x", "sip:d@x"],
      ],
    ])("%s is seen", async (_what, sql, seen) => {
      place.run(insert("sip:a@x"));
      place.run(insert("sip:d@x"));
      await take();
      await store.book.launch(PRESENCE, flight(1, 1), await ids(), [], AT + 1000);
      await store.book.clear(PRESENCE, [flight(1, 1)]);
      place.run(sql);
      await take();
      expect((await pendingKeys()).sort()).toEqual(seen.map((address) => JSON.stringify([address])).sort());
    });

    test("a transaction that is rolled back leaves no change", async () => {
      place.run(`begin; ${insert("sip:a@x")}; rollback`);
      expect(await facts()).toMatchObject({ pendingItems: 0 });
    });

    test("a name of the pool in another case is accepted and stored as it is known", async () => {
      place.run(insert("sip:a@x", "POOL1.Pairkeeper.Test."));
      await take();
      expect(place.run("select home_pool from users")).toEqual([{ home_pool: POOL_1 }]);
      expect(await pendingKeys()).toEqual(['["sip:a@x"]']);
    });

    test.each([
      [
        "an unknown owner",
        insert("sip:n@x", "pool9.pairkeeper.test"),
        "must be the FQDN of a pool that this pool serves",
      ],
      ["the partner's row", insert("sip:n@x", POOL_2), "must be the FQDN of a pool that this pool serves"],
      ["an edit of a standby row", "update users set enabled = 0 where sip_uri = 'sip:s@x'", "does not serve"],
      ["a delete of a standby row", "delete from users where sip_uri = 'sip:s@x'", "does not serve"],
      [
        "a replace of a standby row",
        `replace into users (sip_uri, home_pool) values ('sip:s@x', '${POOL_1}')`,
        "does not",
      ],
      [
        "a key change onto a standby row",
        "update or replace users set sip_uri = 'sip:s@x' where sip_uri = 'sip:a@x'",
        "does not",
      ],
      ["a move to a third pool", "update users set home_pool = 'p9.x' where sip_uri = 'sip:a@x'", "only be moved to"],
      [
        "settings that are no JSON",
        `insert into users (sip_uri, settings, home_pool) values ('sip:n@x', '{', '${POOL_1}')`,
        "settings must be valid JSON",
      ],
      ["a third kind of enabled", "update users set enabled = 2 where sip_uri = 'sip:a@x'", "enabled must be 0 or 1"],
      ["a BLOB as a key", `insert into users (sip_uri, home_pool) values (x'41', '${POOL_1}')`, "BLOB"],
    ])("%s is refused with a readable sentence", async (_what, sql, sentence) => {
      place.run(insert("sip:a@x"));
      await importRow("sip:s@x");
      expect(() => place.run(sql)).toThrow(sentence);
    });

    test("a key that is given as a number is the same key as its text, for the fence too", async () => {
      const directory = (id: string, home: string) =>
        `replace into conference_directories (directory_id, home_pool) values (${id}, '${home}')`;
      place.run(directory("7", POOL_1));
      place.run(`insert into importing (id) values (1); ${directory("'9'", POOL_2)}; delete from importing`);
      expect(() => place.run(directory("9", POOL_1))).toThrow("does not serve");
      await store.rows.takeChanges(PRESENCE, presenceFocusTables, () => {});
      expect(await pendingKeys()).toEqual(['["7"]']);
      place.run("delete from conference_directories where directory_id = 7");
      await store.rows.takeChanges(PRESENCE, presenceFocusTables, () => {});
      expect(await pendingKeys()).toEqual(['["7"]']);
    });

    test("what was recorded of rows that the partner owns is forgotten, not sent", async () => {
      place.run(insert("sip:a@x"));
      place.run(`update users set home_pool = '${POOL_2}'`);
      await take();
      expect(await pendingKeys()).toEqual(['["sip:a@x"]']);
      expect(await facts()).toMatchObject({ pendingItems: 1 });
      expect(place.run("select * from changes")).toEqual([]);
    });

    test("as much is taken as was asked for, and more than twenty thousand untaken are counted as recorded", async () => {
      place.run(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 30000)
        insert into users (sip_uri, home_pool) select 'sip:' || i || '@x', '${POOL_1}' from n`);
      expect((await facts()).pendingItems).toBe(30_000);
      await store.rows.takeChanges(PRESENCE, [USERS], () => {}, 1);
      expect(await facts()).toMatchObject({ pendingItems: 30_000 });
      expect((await facts()).upToMark).toBeLessThan(30_000);
      await take();
      expect((await facts()).upToMark).toBe(30_000);
      const [run] = await store.rows.waiting(PRESENCE, "images", 1e9, 100, [USERS]);
      expect(run?.ids).toHaveLength(100);
    });

    test("a missing or altered trigger is noticed, mended, and remembered as a gap", async () => {
      expect(await store.rows.isCaptureIntact()).toBe(true);
      place.run("drop trigger capture_users_after_delete");
      expect(await store.rows.isCaptureIntact()).toBe(false);
      expect(await store.rows.captureGapAt(PRESENCE)).toBeNull();
      await store.rows.repairCapture(PRESENCE, AT);
      expect(await store.rows.isCaptureIntact()).toBe(true);
      expect(await store.rows.captureGapAt(PRESENCE)).toBe(AT);
    });

    test("a gap is settled module by module, and another one is one for all again", async () => {
      const OTHER = "Test.Rows" as ModuleName;
      await take();
      await store.book.add(OTHER, [{ table: "users", key: '["x"]', bytes: null }], AT);
      await store.book.rememberEpoch(OTHER, nextEpoch(1));
      await store.rows.repairCapture(PRESENCE, AT);
      expect([await store.book.isBaselineDue(PRESENCE), await store.book.isBaselineDue(OTHER)]).toEqual([false, true]);
      await store.rows.closeGap(PRESENCE);
      expect(await store.rows.captureGapAt(PRESENCE)).toBeNull();
      expect(await store.rows.captureGapAt(OTHER)).toBe(AT);
      await store.rows.closeGap(OTHER);
      expect(await store.rows.captureGapAt(OTHER)).toBeNull();
      await store.rows.repairCapture(OTHER, AT); // by the same clock, or one that was set back
      for (const module of [PRESENCE, OTHER]) expect(await store.rows.captureGapAt(module)).toBe(AT + 1);
    });

    test("triggers that were away for a while are noticed, though they are there again word for word", async () => {
      const [gone] = place.run("select name, sql from sqlite_master where name = 'capture_users_after_update'");
      place.run(`drop trigger ${gone?.name}`);
      place.run(String(gone?.sql));
      expect(await store.rows.isCaptureIntact()).toBe(false);
      await store.rows.repairCapture(PRESENCE, AT);
      expect(await store.rows.isCaptureIntact()).toBe(true);
    });

    test("what other programs make beside the triggers is no matter", async () => {
      place.run("create index of_their_own on users (display_name)");
      place.run("create table notes_of_theirs (text)");
      place.run("create view names as select display_name from users");
      place.run("create trigger of_theirs after insert on notes_of_theirs begin select 1; end");
      place.run("vacuum");
      expect(await store.rows.isCaptureIntact()).toBe(true);
      const [gone] = place.run("select name, sql from sqlite_master where name = 'capture_users_after_update'");
      place.run(`drop trigger ${gone?.name}`);
      place.run(String(gone?.sql));
      place.run("vacuum");
      expect(await store.rows.isCaptureIntact()).toBe(false);
    });

    test("a trigger that another program silenced is noticed, and imports go on once it is mended", async () => {
      place.run("insert into importing (id) values (1)");
      expect(await store.rows.isCaptureIntact()).toBe(false);
      await store.rows.repairCapture(PRESENCE, AT);
      expect(await store.rows.isCaptureIntact()).toBe(true);
      await importRow("sip:s@x");
    });

    test("another program's commit changes the version, our own does not", async () => {
      const before = store.rows.version();
      await store.book.rememberEpoch(PRESENCE, nextEpoch(4));
      expect(store.rows.version()).toBe(before);
      place.run(insert("sip:a@x"));
      expect(store.rows.version()).not.toBe(before);
    });

    test("a full push makes every own row pending, and no standby row", async () => {
      place.run(insert("sip:a@x"));
      place.run(insert("sip:b@x"));
      await importRow("sip:s@x");
      await take();
      await store.book.launch(PRESENCE, flight(1, 1), await ids(), [], AT + 1000);
      await store.rows.addAll(PRESENCE, [USERS], AT, () => {});
      expect(await pendingKeys()).toEqual(['["sip:a@x"]', '["sip:b@x"]']);
    });
  });

  test("a full push ends, whatever the keys: also one whose bytes are no valid text", async () => {
    place.run(insert("sip:a@x"));
    place.run(`insert into users (sip_uri, home_pool) values (cast(x'7369703af67a' as text), '${POOL_1}')`);
    place.run(insert("sip:\u{1F600}@x"));
    await take();
    await store.book.launch(PRESENCE, flight(1, 1, 3), await ids(), [], AT);
    let strides = 0;
    await store.rows.addAll(PRESENCE, [USERS], AT, () => {
      strides += 1;
      if (strides > 3) throw new Error("the walk does not end");
    });
    expect(await facts()).toMatchObject({ pendingItems: 3 });
    const read = await store.rows.read(USERS, "images", await ids());
    expect(read.lots).toMatchObject([{ is: "rows", rows: 3 }]);
  });

  describe("the book", () => {
    const three = () =>
      store.book.add(
        PRESENCE,
        ["a", "b", "c"].map((key) => ({ table: "content", key, bytes: 5 })),
        AT,
      );

    test("a cut-off is the number up to which entries were given", async () => {
      await three();
      const mark = await store.book.mark();
      await store.book.add(PRESENCE, [{ table: "content", key: "d", bytes: 5 }], AT + 1);
      expect(await facts(mark)).toMatchObject({ pendingItems: 4, upToMark: 3, pendingBytes: 20 });
      expect((await store.book.next(PRESENCE, "images", mark, 2)).map((entry) => entry.key)).toEqual(["a", "b"]);
    });

    test("an ack clears exactly what its package carried", async () => {
      await three();
      const [a, b, c] = await ids();
      await store.book.launch(PRESENCE, flight(1, 1), [a ?? 0], [], AT + 1000);
      await store.book.launch(PRESENCE, flight(1, 2), [b ?? 0], [], AT + 1000);
      await store.book.clear(PRESENCE, [flight(1, 1)]);
      expect(await store.book.flights(PRESENCE)).toEqual([flight(1, 2)]);
      expect(await store.book.next(PRESENCE, "images", 100, 10)).toMatchObject([{ id: c, key: "c" }]);
      expect(await store.book.lastAcked(PRESENCE)).toEqual({ epoch: 1, seq: 1, hash: "hash 1-1" });
    });

    test("an item changed again in flight is a new entry with its own time, and stays when the flight is acked", async () => {
      await three();
      await store.book.launch(PRESENCE, flight(1, 1, 3), await ids(), [], AT + 1000);
      await store.book.add(PRESENCE, [{ table: "content", key: "b", bytes: 5 }], AT + 60_000);
      expect((await facts()).oldestChangeAt).toBe(AT);
      await store.book.clear(PRESENCE, [flight(1, 1)]);
      expect(await pendingKeys()).toEqual(["b"]);
      expect((await facts()).oldestChangeAt).toBe(AT + 60_000);
    });

    test("what comes back from flight keeps its first time, also when it changed meanwhile", async () => {
      await three();
      await store.book.launch(PRESENCE, flight(1, 1, 3), await ids(), [], AT + 1000);
      await store.book.add(PRESENCE, [{ table: "content", key: "b", bytes: 5 }], AT + 60_000);
      expect(await store.book.returnFlights(PRESENCE)).toBe(3);
      expect((await pendingKeys()).sort()).toEqual(["a", "b", "c"]);
      expect(await store.book.flights(PRESENCE)).toEqual([]);
      expect((await store.book.next(PRESENCE, "images", 100, 10)).map((entry) => entry.firstAt)).toEqual([AT, AT, AT]);
    });

    test("an entry that is sent and kept flies, and waits behind every cut-off so far as a change of now", async () => {
      await three();
      const mark = await store.book.mark();
      const [a] = await ids();
      await store.book.launch(PRESENCE, flight(1, 1), [], [a ?? 0], AT + 1000);
      expect(await facts(mark)).toMatchObject({ pendingItems: 3, upToMark: 2, inFlightItems: 1 });
      const kept = (await store.book.next(PRESENCE, "images", 100, 10)).find((one) => one.key === "a");
      expect(kept?.firstAt).toBe(AT + 1000);
    });

    test("an entry that could not be read waits behind every cut-off so far, since its first time", async () => {
      await three();
      const mark = await store.book.mark();
      await store.book.postpone(PRESENCE, (await ids()).slice(0, 1));
      expect(await facts(mark)).toMatchObject({ pendingItems: 3, upToMark: 2, oldestChangeAt: AT });
    });

    test("what nobody has to hear of is forgotten", async () => {
      await three();
      const [a, b] = await ids();
      await store.book.drop(PRESENCE, [a ?? 0, b ?? 0]);
      expect(await pendingKeys()).toEqual(["c"]);
    });

    test("the last package that was launched is remembered, acked or not", async () => {
      await three();
      expect(await store.book.lastSent(PRESENCE)).toBeNull();
      await store.book.launch(PRESENCE, flight(2, 7), await ids(), [], AT);
      await store.book.returnFlights(PRESENCE);
      expect(await store.book.lastSent(PRESENCE)).toEqual({ epoch: 2, seq: 7 });
    });

    test("a gone item is a tombstone, and an image again when it comes back", async () => {
      await store.book.addGone(PRESENCE, [{ table: "content", key: "a", bytes: 0 }], AT);
      expect(await facts()).toMatchObject({ pendingItems: 1, goneItems: 1, upToMark: 0, goneUpToMark: 1 });
      expect(await pendingKeys()).toEqual([]);
      expect(await store.book.next(PRESENCE, "tombstones", 100, 10)).toMatchObject([{ key: "a", firstAt: AT }]);
      await store.book.add(PRESENCE, [{ table: "content", key: "a", bytes: 7 }], AT + 1);
      expect(await facts()).toMatchObject({ pendingItems: 1, goneItems: 0, upToMark: 1, goneUpToMark: 0 });
      expect((await facts()).oldestChangeAt).toBe(AT);
    });

    test("images become tombstones and the other way round; number and first time stay", async () => {
      await three();
      const [a, b] = await ids();
      await store.book.setGone(PRESENCE, [a ?? 0, b ?? 0], true);
      expect(await pendingKeys()).toEqual(["c"]);
      expect(await facts(a)).toMatchObject({ goneItems: 2, goneUpToMark: 1, upToMark: 0 });
      await store.book.setGone(PRESENCE, [b ?? 0], false);
      expect(await store.book.next(PRESENCE, "tombstones", 100, 10)).toMatchObject([{ id: a, key: "a", firstAt: AT }]);
      expect(await store.book.next(PRESENCE, "images", 100, 10)).toMatchObject([{ id: b, firstAt: AT }, { key: "c" }]);
    });

    test("of some tables alone, the oldest are found behind however many of others", async () => {
      const other = { table: "other", key: "x", bytes: 1 };
      await three();
      await store.book.add(PRESENCE, [other, { ...other, key: "y" }], AT);
      const mark = await store.book.mark();
      expect(await store.book.next(PRESENCE, "images", mark, 1, ["other"])).toMatchObject([
        { table: "other", key: "x" },
      ]);
      expect(await store.book.next(PRESENCE, "images", mark, 10, ["content"])).toHaveLength(3);
      expect(await store.book.next(PRESENCE, "images", mark, 10, [])).toEqual([]);
    });

    test("a tombstone that comes back from flight is one still", async () => {
      await store.book.addGone(PRESENCE, [{ table: "content", key: "a", bytes: 0 }], AT);
      const [tombstone] = await store.book.next(PRESENCE, "tombstones", 100, 10);
      await store.book.launch(PRESENCE, flight(1, 1), [tombstone?.id ?? 0], [], AT + 1000);
      expect(await facts()).toMatchObject({ pendingItems: 0, inFlightItems: 1, oldestChangeAt: AT });
      await store.book.returnFlights(PRESENCE);
      expect(await store.book.next(PRESENCE, "tombstones", 100, 10)).toMatchObject([{ key: "a", firstAt: AT }]);
    });

    test("while it is watched, what changed, waits, flies or has landed since is unsettled; what is held says so", async () => {
      const watch = await store.book.watch(PRESENCE);
      const keys = ["a", "b", "c", "d"];
      const unsettled = async () =>
        Object.fromEntries((await store.book.unsettled(PRESENCE, watch, "content", keys)) ?? []);
      expect(await unsettled()).toEqual({});
      await three();
      const [a, b] = await ids();
      await store.book.launch(PRESENCE, flight(1, 1), [a ?? 0], [], AT);
      await store.book.launch(PRESENCE, flight(1, 2), [b ?? 0], [], AT);
      await store.book.clear(PRESENCE, [flight(1, 1)]);
      await store.book.addGone(PRESENCE, [{ table: "content", key: "d", bytes: 0 }], AT);
      await store.book.hold(PRESENCE);
      expect(await unsettled()).toEqual({ a: "changing", b: "changing", c: "changing", d: "held" });
      place.run(insert("sip:a@x"));
      const rows = await store.book.unsettled(PRESENCE, watch, "users", ['["sip:a@x"]', '["sip:b@x"]']);
      expect(Object.fromEntries(rows ?? [])).toEqual({ '["sip:a@x"]': "changing" });
      const next = await store.book.watch(PRESENCE);
      expect(await store.book.unsettled(PRESENCE, watch, "content", keys)).toBeNull();
      const anew = await store.book.unsettled(PRESENCE, next, "content", ["a"]);
      expect(anew?.size).toBe(0); // it landed before
      await store.book.unwatch(PRESENCE);
      expect(await store.book.unsettled(PRESENCE, next, "content", keys)).toBeNull();
    });

    test("what is in quarantine is told by name, however much it is", async () => {
      const all = Array.from({ length: 205 }, (_, i) => `f${String(i).padStart(3, "0")}`);
      const since = isoInstant(AT);
      const refused = all.map((key) => ({
        table: "content",
        key,
        code: "name-refused" as const,
        sentence: "No.",
        since,
        triedIn: "1-1",
        triedAt: since,
      }));
      await store.book.judge(DATA_CONF, POOL_2, refused, []);
      const first = await store.book.refused(DATA_CONF, POOL_2, null, 200);
      const rest = await store.book.refused(DATA_CONF, POOL_2, first.at(-1) ?? null, 200);
      expect([...first, ...rest].map(({ key }) => key)).toEqual(all);
      expect(await store.book.refused(DATA_CONF, POOL_1, null, 200)).toEqual([]);
    });

    describe("tombstones that were sent", () => {
      const DAY = 24 * 60 * 60_000;
      const gone = () => store.book.next(PRESENCE, "tombstones", 1e9, 10);
      const both = async () => [...(await gone()), ...(await store.book.next(PRESENCE, "images", 1e9, 10))];
      let seq = 0;
      const sendAll = async (at: number) => {
        const ids = (await both()).map((entry) => entry.id);
        await store.book.launch(PRESENCE, flight(1, ++seq), ids, [], at);
        await store.book.clear(PRESENCE, [flight(1, seq)]);
      };
      const content = (key: string) => [{ table: "content", key, bytes: 0 }];

      test("wait again when the partner's word is no matter any more, as of then", async () => {
        await store.book.addGone(PRESENCE, [...content("a"), ...content("b")], AT);
        await sendAll(AT);
        await store.book.forgetAcked(PRESENCE, AT + DAY);
        expect(await gone()).toMatchObject([
          { key: "a", firstAt: AT + DAY },
          { key: "b", firstAt: AT + DAY },
        ]);
        expect(await facts()).toMatchObject({ goneItems: 2, goneUpToMark: 2 });
      });

      test("of another module, or of items that were sent as images since, do not; what waits stays what it is", async () => {
        for (const key of ["a", "b", "c"]) await store.book.addGone(PRESENCE, content(key), AT);
        await sendAll(AT);
        await store.book.add(PRESENCE, content("a"), AT);
        await sendAll(AT);
        await store.book.add(PRESENCE, content("b"), AT);
        await store.book.forgetAcked(DATA_CONF, AT);
        expect(await both()).toMatchObject([{ key: "b" }]);
        await store.book.forgetAcked(PRESENCE, AT);
        expect(await gone()).toMatchObject([{ key: "c" }]);
        expect(await store.book.next(PRESENCE, "images", 1e9, 10)).toMatchObject([{ key: "b", firstAt: AT }]);
      });

      test("are kept for thirty days", async () => {
        await store.book.addGone(PRESENCE, content("old"), AT);
        await sendAll(AT);
        await store.book.addGone(PRESENCE, content("new"), AT);
        await sendAll(AT + DAY);
        await store.book.forgetAcked(PRESENCE, AT + 30 * DAY + 1);
        expect(await gone()).toMatchObject([{ key: "new" }]);
        await sendAll(AT + 31 * DAY + 1);
        expect(place.run("select key from deleted")).toEqual([{ key: "new" }]);
      });
    });

    test("an epoch that is remembered never goes down", async () => {
      await store.book.rememberEpoch(PRESENCE, nextEpoch(6));
      await store.book.rememberEpoch(PRESENCE, nextEpoch(2));
      expect(await store.book.knownEpoch(PRESENCE)).toBe(7);
    });

    test("the stamp of a look is remembered, by module", async () => {
      expect(await store.book.lookStamp(DATA_CONF)).toBeNull();
      await store.book.rememberLook(DATA_CONF, "1");
      await store.book.rememberLook(DATA_CONF, "2");
      store.close();
      store = await place.open();
      expect([await store.book.lookStamp(DATA_CONF), await store.book.lookStamp(PRESENCE)]).toEqual(["2", null]);
    });

    test("of what is in quarantine the first are named, and of any one it can be told whether it is held", async () => {
      const refused = Array.from({ length: 150 }, (_, n) => ({
        table: "content",
        key: `${n}`,
        code: "name-refused" as const,
        sentence: "No.",
        since: isoInstant(AT + n),
        triedIn: "1-1",
        triedAt: isoInstant(AT),
      }));
      await store.book.judge(DATA_CONF, POOL_2, refused, []);
      await store.book.judge(DATA_CONF, POOL_2, [], [{ table: "content", key: "7" }]);
      const { items, named } = await store.book.quarantine(DATA_CONF, POOL_2);
      expect([items, named.length, named[0]?.key]).toEqual([149, 100, "0"]);
      const keys = ["0", "7", "149", "none"];
      expect(await store.book.held(DATA_CONF, POOL_2, "content", keys)).toEqual(new Set(["0", "149"]));
      expect(await store.book.held(DATA_CONF, POOL_1, "content", keys)).toEqual(new Set());
      expect(await store.book.held(DATA_CONF, POOL_2, "users", keys)).toEqual(new Set());
      const again = named.map((item) => ({ ...item, triedIn: "1-2", triedAt: isoInstant(AT + 1) }));
      await store.book.judge(DATA_CONF, POOL_2, again, []);
      const later = (await store.book.quarantine(DATA_CONF, POOL_2)).named.map(({ key }) => Number(key));
      // Those that were not tried again have their turn.
      expect([later.includes(149), later.filter((key) => key > 100).length]).toEqual([true, 49]);
    });

    test("what a person skipped is there after it is opened again, the later word for an item over the earlier", async () => {
      const skip = { table: "users", key: '["a"]', by: "ada", reason: "It is known.", at: isoInstant(AT) };
      await store.book.skip(PRESENCE, [{ ...skip, upTo: flight(1, 1) }]);
      await store.book.skip(PRESENCE, [
        { ...skip, upTo: flight(2, 1), reason: "It stays." },
        { ...skip, key: '["b"]', upTo: flight(2, 1) },
      ]);
      store.close();
      store = await place.open();
      expect(await store.book.skips(PRESENCE)).toMatchObject([
        { ...skip, upTo: { epoch: 2, seq: 1 }, reason: "It stays." },
        { key: '["b"]' },
      ]);
      expect(await store.book.skips(DATA_CONF)).toEqual([]);
      await store.book.unskip(PRESENCE, [skip]);
      expect((await store.book.skips(PRESENCE)).map(({ key }) => key)).toEqual(['["b"]']);
    });

    test("everything is there after it is opened again", async () => {
      await three();
      await store.book.launch(PRESENCE, flight(3, 1), (await ids()).slice(0, 1), [], AT + 1000);
      const position = { applied: flight(2, 9), working: null };
      await store.book.setPosition(PRESENCE, POOL_2, position);
      store.close();
      store = await place.open();
      expect(await facts()).toMatchObject({ pendingItems: 2, inFlightItems: 1, unackedPackages: 1 });
      expect(await store.book.position(PRESENCE, POOL_2)).toEqual(position);
    });
  });

  describe("import", () => {
    test("imported rows are no changes", async () => {
      await importRow("sip:s@x");
      await take();
      expect(await facts()).toMatchObject({ pendingItems: 0 });
    });

    test("rows and position are one: both or neither", async () => {
      const lot = { ...images(image("sip:s@x", POOL_2)), rows: 2 };
      await expect(store.rows.apply(POOL_2, [lot], placeOf(2))).rejects.toMatchObject({ code: "package-damaged" });
      expect(place.run("select sip_uri from users")).toEqual([]);
      expect(await store.book.position(PRESENCE, POOL_2)).toEqual({ applied: null, working: null });
      expect(place.run("select count(*) as n from importing")).toEqual([{ n: 0 }]);
    });

    test("an image of another owner than the package's is refused", async () => {
      const applied = store.rows.apply(POOL_2, [images(image("sip:s@x", POOL_1))], placeOf(1));
      await expect(applied).rejects.toMatchObject({ code: "package-damaged" });
    });

    test("applied twice is applied once", async () => {
      await importRow("sip:s@x");
      const once = place.run("select * from users");
      await importRow("sip:s@x");
      expect(place.run("select * from users")).toEqual(once);
      expect(await store.book.position(PRESENCE, POOL_2)).toEqual(placeOf(1).position);
    });
  });

  describe("with others at the same database", () => {
    test("two writes at once do not come between each other", async () => {
      const adding = ["a", "b", "c", "d"].map((key) =>
        store.book.add(PRESENCE, [{ table: "content", key, bytes: 1 }], AT),
      );
      await Promise.all([...adding, take(), store.rows.addAll(PRESENCE, [USERS], AT, () => {})]);
      expect((await pendingKeys()).sort()).toEqual(["a", "b", "c", "d"]);
    });

    test("a lock that another program holds is waited for, and what it wrote is seen", async () => {
      const release = place.holdLock(insert("sip:a@x"));
      const taken = take();
      release();
      await taken;
      expect(await pendingKeys()).toEqual(['["sip:a@x"]']);
    });

    test("a database that was replaced is lost, not empty", async () => {
      await store.check();
      place.run("update store set store_id = 'another'");
      await expect(store.check()).rejects.toMatchObject({ code: "store-lost" });
    });
  });

  const placeOf = (batchesDone: number) => ({
    module: PRESENCE,
    from: POOL_2,
    position: { applied: null, working: { ...ref(flight(1, 1)), batchesDone } },
  });
  const ref = ({ epoch, seq, hash }: BookedFlight) => ({ epoch, seq, hash });
  const image = (address: string, home: string) => JSON.stringify([address, "Standby", 1, "{}", null, home]);
  const images = (...lines: string[]): RowLot => ({
    is: "rows",
    table: USERS,
    rows: lines.length,
    lines: Buffer.from(lines.map((line) => `${line}\n`).join("")),
    oldestAt: isoInstant(AT),
  });
  const importRow = (address: string) => store.rows.apply(POOL_2, [images(image(address, POOL_2))], placeOf(1));
}
