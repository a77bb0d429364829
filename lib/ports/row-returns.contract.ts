import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isoInstant } from "#lib/domain/instant.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import { emptyReceipt, MOST_LEFT_ALONE } from "#lib/domain/return-receipt.ts";
import { bookTable } from "#lib/domain/returned.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables, USERS } from "#lib/testkit/row-tables.ts";
import type { ReturnOf, ReturnSource } from "./row-returns.ts";
import type { UserStorePlace } from "./user-store.contract.ts";
import type { RowLot, UserStore } from "./user-store.ts";

const AT = Date.UTC(2026, 10, 21, 12);
const MOVED_AT = "2026-11-20T08:00:00.000Z";

/** The promises of RowReturns, made runnable: pool 1 holds standby rows of pool 2, and pool 2 gives pool 1's rows back. */
export function rowReturnsContract(makePlace: () => Promise<UserStorePlace>): void {
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

  const image = (address: string, home: string, name = "A") => [address, name, 1, "{}", null, home];
  const lot = (is: RowLot["is"], ...lines: unknown[]): RowLot => ({
    is,
    table: USERS,
    rows: lines.length,
    lines: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
    oldestAt: isoInstant(AT),
  });
  let seq = 0;
  const placeOf = (number: number) => {
    const working = { epoch: nextEpoch(0), seq: number, hash: "-" as ManifestHash, batchesDone: 1 };
    return { module: PRESENCE, from: POOL_2, position: { applied: null, working } };
  };
  const standby = (...images: unknown[]) => store.rows.apply(POOL_2, [lot("rows", ...images)], placeOf(++seq));
  const own = (address: string, name = "A") =>
    place.run(`insert into users (sip_uri, display_name, home_pool) values ('${address}', '${name}', '${POOL_1}')`);
  const users = () => place.run("select sip_uri, display_name, home_pool from users order by sip_uri");
  const take = () => store.rows.takeChanges(PRESENCE, [USERS], () => {});
  const waiting = async (phase: "images" | "tombstones" = "images") =>
    store.book.next(PRESENCE, phase, await store.book.mark(), 5000);
  const keyOf = (address: string) => JSON.stringify([address]);

  describe("an inventory", () => {
    const all = async (home: string) => {
      const rows = [];
      for (let after: Uint8Array | null = null, isEnd = false; !isEnd; ) {
        const stretch = await store.rows.inventory(USERS, home === POOL_1 ? store.pool : store.partner, after);
        rows.push(...stretch.rows);
        after = stretch.next;
        isEnd = after === null;
      }
      return rows;
    };

    test("tells of one owner's rows in the order of their keys, however many stand between", async () => {
      const addresses = Array.from({ length: 2500 }, (_, i) => `sip:${String(i).padStart(4, "0")}@x`);
      await standby(...addresses.map((one) => image(one, POOL_2)));
      own("sip:0000@y");
      own("sip:1500@y");
      own("sip:2499@y");
      expect((await all(POOL_1)).map((row) => row.key)).toEqual(
        ["sip:0000@y", "sip:1500@y", "sip:2499@y"].map((one) => keyOf(one)),
      );
      expect((await all(POOL_2)).map((row) => row.key)).toEqual(addresses.map((one) => keyOf(one)));
      expect(await all(POOL_1)).toMatchObject([{ table: "users" }, {}, {}]);
    });

    test("gives rows that are the same the same signature, and others another", async () => {
      await standby(image("sip:a@x", POOL_2), image("sip:b@x", POOL_2));
      const [a, b] = await all(POOL_2);
      expect(a?.signature).not.toBe(b?.signature);
      await standby(image("sip:a@x", POOL_2, "Other"));
      const [other, same] = await all(POOL_2);
      expect(other?.signature).not.toBe(a?.signature);
      expect(same).toEqual(b);
      expect(b?.bytes).toBe(JSON.stringify(image("sip:b@x", POOL_2)).length);
    });

    test("of large rows comes in shorter stretches, each row once", async () => {
      const name = "n".repeat(900_000);
      await standby(...[1, 2, 3, 4, 5].map((i) => image(`sip:${i}@x`, POOL_2, name)));
      const first = await store.rows.inventory(USERS, store.partner, null);
      expect(first.rows.length).toBeLessThan(5);
      expect(await all(POOL_2)).toHaveLength(5);
    });

    test("tells empty text, NULL and what is quoted apart, and keys of several columns", async () => {
      own("sip:a@x", "");
      place.run(`insert into users (sip_uri, home_pool) values ('"''\\', '${POOL_1}')`);
      place.run(
        `insert into contact_groups (sip_uri, group_id, home_pool) values ('a', 'g2', '${POOL_1}'), ('a', 'g1', '${POOL_1}')`,
      );
      expect((await all(POOL_1)).map((row) => row.key)).toEqual([JSON.stringify(["\"'\\"]), keyOf("sip:a@x")]);
      const groups = presenceFocusTables.find((table) => table.name === "contact_groups") ?? USERS;
      const { rows } = await store.rows.inventory(groups, store.pool, null);
      expect(rows.map((row) => row.key)).toEqual(['["a","g1"]', '["a","g2"]']);
    });

    test("tells rows that are picked as it tells all of them, and no other owner's", async () => {
      own("sip:a@x");
      own("sip:b@x", "B");
      await standby(image("sip:theirs@x", POOL_2));
      const { rows } = await store.rows.inventory(USERS, store.pool, null);
      const keys = ["sip:b@x", "sip:none@x", "sip:theirs@x"].map(keyOf);
      expect(await store.rows.pick(USERS, store.pool, keys)).toEqual(
        rows.filter(({ key }) => key === keyOf("sip:b@x")),
      );
    });

    test("tells keys that are no text apart, and they can be made pending as they are", async () => {
      place.run(
        `insert into users (sip_uri, home_pool) values (cast(x'736970ff' as text), '${POOL_1}'), ('sip', '${POOL_1}')`,
      );
      const { rows, unnamed } = await store.rows.inventory(USERS, store.pool, null);
      expect(rows.map((row) => row.key)).toEqual(['["sip"]']);
      const bytes = Buffer.concat([Buffer.from('["sip'), Buffer.from([0xff]), Buffer.from('"]')]);
      expect(unnamed.map((key) => Buffer.from(key).toString("hex"))).toEqual([bytes.toString("hex")]);
      await store.rows.addUnnamed(PRESENCE, "users", unnamed, AT);
      await store.rows.addUnnamed(PRESENCE, "users", unnamed, AT + 1000);
      const [entry, ...others] = await waiting();
      expect([entry?.firstAt, others]).toEqual([AT, []]);
      const read = await store.rows.read(USERS, "images", [entry?.id ?? 0]);
      expect(read.lots.map((lot) => lot.rows)).toEqual([1]);
    });
  });

  test("rows are held by this pool, by the partner as ever, or by the partner to whom they were given", async () => {
    own("sip:own@x");
    own("sip:given@x");
    own("sip:now@x");
    await standby(image("sip:theirs@x", POOL_2));
    place.run(`update users set home_pool = '${POOL_2}' where sip_uri = 'sip:given@x'`);
    await take();
    place.run(`update users set home_pool = '${POOL_2}' where sip_uri = 'sip:now@x'`);
    const keys = ["sip:own@x", "sip:given@x", "sip:now@x", "sip:theirs@x", "sip:none@x"].map(keyOf);
    expect(Object.fromEntries(await store.rows.holders(USERS, keys))).toEqual({
      [keyOf("sip:own@x")]: "own",
      [keyOf("sip:given@x")]: "given",
      [keyOf("sip:now@x")]: "given",
      [keyOf("sip:theirs@x")]: "other",
    });
  });

  describe("what is given back", () => {
    const enter = async (source: ReturnSource, ...keys: string[]) => {
      const table = bookTable(source, "users");
      await store.book.add(
        PRESENCE,
        keys.map((key) => ({ table, key, bytes: null })),
        AT,
      );
      return (await waiting()).map((entry) => entry.id);
    };
    const lines = (lines: Uint8Array | undefined) =>
      Buffer.from(lines ?? [])
        .toString()
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));

    test("is the standby row as it is now; one that is gone or this pool's own is void", async () => {
      await standby(image("sip:a@x", POOL_2), image("sip:gone@x", POOL_2));
      own("sip:own@x");
      const ids = await enter("standby", ...["sip:a@x", "sip:gone@x", "sip:own@x"].map(keyOf));
      await standby(image("sip:a@x", POOL_2, "Newer"));
      await store.rows.apply(POOL_2, [lot("rows-gone", ["sip:gone@x"])], placeOf(++seq));
      const { lots, ...read } = await store.rows.readReturned(USERS, "standby", ids);
      expect(lines(lots[0]?.lines)).toEqual([image("sip:a@x", POOL_2, "Newer")]);
      expect(lots).toMatchObject([{ is: "rows", rows: 1, ids: ids.slice(0, 1), oldestAt: isoInstant(AT) }]);
      expect(read).toMatchObject({ void: ids.slice(1), taken: 3 });
    });

    test("is a row that this pool gave with the time of that, taken or not", async () => {
      await standby(image("sip:a@x", POOL_2));
      own("sip:given@x");
      own("sip:now@x");
      place.run(`update users set home_pool = '${POOL_2}' where sip_uri = 'sip:given@x'`);
      await take();
      place.run(`update users set home_pool = '${POOL_2}' where sip_uri = 'sip:now@x'`);
      const given = place.run(
        "select at from moves union all select at from changes where home_pool <> '' order by at",
      );
      await store.book.drop(
        PRESENCE,
        (await waiting()).map((entry) => entry.id),
      );
      const ids = await enter("standby", ...["sip:a@x", "sip:given@x", "sip:now@x"].map(keyOf));
      const { lots } = await store.rows.readReturned(USERS, "standby", ids);
      expect(lots.map(({ is, ids }) => [is, ids])).toEqual([
        ["rows", ids.slice(0, 1)],
        ["rows-moved", ids.slice(1)],
      ]);
      expect(lines(lots[1]?.lines)).toEqual([
        [given[0]?.at, image("sip:given@x", POOL_2)],
        [given[1]?.at, image("sip:now@x", POOL_2)],
      ]);
    });

    test("ends with a batch's bytes; a larger row goes alone", async () => {
      const name = "n".repeat(700_000);
      await standby(
        image("sip:a@x", POOL_2, name),
        image("sip:b@x", POOL_2, name),
        image("sip:c@x", POOL_2, name + name),
      );
      const ids = await enter("standby", ...["sip:none@x", "sip:a@x", "sip:b@x", "sip:c@x"].map(keyOf));
      const read = await store.rows.readReturned(USERS, "standby", ids);
      expect(read).toMatchObject({ taken: 2, void: ids.slice(0, 1), lots: [{ rows: 1 }] });
      const last = await store.rows.readReturned(USERS, "standby", ids.slice(3));
      expect(last).toMatchObject({ taken: 1, void: [], lots: [{ rows: 1 }] });
    });

    test("comes from the trash by its id, if it is in it and of that owner and shape", async () => {
      await standby(image("sip:a@x", POOL_2, "Deleted"));
      await store.rows.apply(POOL_2, [lot("rows-gone", ["sip:a@x"])], placeOf(++seq));
      place.run(`insert into trash (id, module, tbl, key, home_pool, image, at) values
        (77, '${PRESENCE}', 'users', '["sip:b@x"]', '${POOL_1}', '[]', ''),
        (78, '${PRESENCE}', 'users', '["sip:c@x"]', '${POOL_2}', '["sip:c@x"]', ''),
        (79, '${PRESENCE}', 'notable', '["sip:d@x"]', '${POOL_2}', '["sip:d@x"]', '')`);
      const [trashed] = place.run("select id from trash where image like '%Deleted%'");
      const id = String(trashed?.id);
      const asked = [id, "77", "78", "79", "999", "no id", `${id}.0`];
      const found = await store.rows.trashed(PRESENCE, store.partner, presenceFocusTables, asked);
      expect(found).toEqual([{ table: "users", key: `[${id}]` }]);
      expect(await store.rows.trashed("OtherModule" as typeof PRESENCE, store.partner, [USERS], asked)).toEqual([]);
      const ids = await enter("trash", `[${id}]`, "[77]", "[999]");
      const read = await store.rows.readReturned(USERS, "trash", ids);
      expect(lines(read.lots[0]?.lines)).toEqual([image("sip:a@x", POOL_2, "Deleted")]);
      expect(read.void).toEqual(ids.slice(1));
    });
  });

  describe("what comes back", () => {
    const OF: ReturnOf = { requestId: "request 1", source: "standby" };
    const back = (of: ReturnOf, ...images: unknown[]) =>
      store.rows.applyReturned([lot("rows", ...images)], placeOf(++seq), of);
    const receipt = () => store.book.receipt(PRESENCE, POOL_2);

    test("is placed where nothing stands, and is no change of this pool", async () => {
      await back(OF, image("sip:a@x", POOL_1), image("sip:b@x", POOL_1));
      expect(users().map((one) => [one.sip_uri, one.home_pool])).toEqual([
        ["sip:a@x", POOL_1],
        ["sip:b@x", POOL_1],
      ]);
      const placedBytes = 2 * JSON.stringify(image("sip:a@x", POOL_1)).length;
      expect(await receipt()).toEqual({ ...emptyReceipt("request 1"), placed: 2, placedBytes });
      await take();
      expect(await waiting()).toEqual([]);
      expect((await store.book.position(PRESENCE, POOL_2)).working?.seq).toBe(seq);
    });

    test("stays as it is where it is the same, and where it is not", async () => {
      own("sip:same@x");
      own("sip:other@x", "Mine");
      await back(OF, image("sip:same@x", POOL_1), image("sip:other@x", POOL_1));
      expect(users().map((one) => one.display_name)).toEqual(["Mine", "A"]);
      expect(await receipt()).toEqual({
        ...emptyReceipt("request 1"),
        identical: 1,
        different: 1,
        leftAlone: [{ is: "different", table: "users", key: keyOf("sip:other@x") }],
      });
    });

    test("is not wanted where its owner deleted it, or a change of it is on its way, taken or not", async () => {
      own("sip:deleted@x");
      own("sip:taken@x");
      own("sip:now@x");
      await take();
      const ids = (await waiting()).map((entry) => entry.id);
      const hash = "-" as ManifestHash;
      const flight = (n: number) => ({ epoch: nextEpoch(0), seq: n, hash, items: 1, bytes: 1 });
      await store.book.launch(PRESENCE, flight(1), ids, [], AT);
      await store.book.clear(PRESENCE, [flight(1)]);
      place.run("delete from users where sip_uri <> 'sip:now@x'");
      await take();
      const gone = (await waiting()).map((entry) => entry.id);
      await store.book.setGone(PRESENCE, gone, true);
      const [deleted] = (await waiting("tombstones")).filter((entry) => entry.key === keyOf("sip:deleted@x"));
      await store.book.launch(PRESENCE, flight(2), [deleted?.id ?? 0], [], Date.now());
      await store.book.clear(PRESENCE, [flight(2)]);
      place.run("delete from users where sip_uri = 'sip:now@x'");
      await back(OF, ...["sip:deleted@x", "sip:taken@x", "sip:now@x"].map((one) => image(one, POOL_1)));
      expect(users()).toEqual([]);
      expect(await receipt()).toEqual({
        ...emptyReceipt("request 1"),
        deletedByOwner: 1,
        inFlight: 2,
        leftAlone: [
          { is: "deleted-by-owner", table: "users", key: keyOf("sip:deleted@x") },
          { is: "in-flight", table: "users", key: keyOf("sip:taken@x") },
          { is: "in-flight", table: "users", key: keyOf("sip:now@x") },
        ],
      });
      await back({ requestId: "request 2", source: "trash" }, image("sip:deleted@x", POOL_1));
      expect(users().map((one) => one.sip_uri)).toEqual(["sip:deleted@x"]);
      expect(await receipt()).toMatchObject({ requestId: "request 2", placed: 1 });
    });

    test("from the trash is a change of this pool, for nobody else holds it", async () => {
      await back({ ...OF, source: "trash" }, image("sip:a@x", POOL_1));
      await take();
      expect((await waiting()).map((entry) => entry.key)).toEqual([keyOf("sip:a@x")]);
    });

    test("is refused where the database's own rules keep it out, and the rest goes on", async () => {
      await back(OF, ["sip:a@x", "A", 7, "{}", null, POOL_1], image("sip:b@x", POOL_1));
      expect(users().map((one) => one.sip_uri)).toEqual(["sip:b@x"]);
      expect(await receipt()).toMatchObject({
        placed: 1,
        refused: 1,
        leftAlone: [{ is: "refused", table: "users", key: keyOf("sip:a@x") }],
      });
      expect((await store.book.quarantine(PRESENCE, POOL_2)).items).toBe(0);
    });

    test("takes the place of a row that the partner held as its own and gives back as this pool's", async () => {
      await standby(image("sip:a@x", POOL_2, "Of yesterday"));
      await back(OF, image("sip:a@x", POOL_1, "Ours"));
      expect(users()).toEqual([{ sip_uri: "sip:a@x", display_name: "Ours", home_pool: POOL_1 }]);
      expect(place.run("select home_pool, image from trash")).toEqual([
        { home_pool: POOL_2, image: JSON.stringify(image("sip:a@x", POOL_2, "Of yesterday")) },
      ]);
      expect(await receipt()).toMatchObject({ placed: 1, different: 0 });
    });

    test.each([
      ["taken", true],
      ["not taken yet", false],
    ])(
      "leaves a row alone that this pool gave away itself (%s), and one from the trash any that stands",
      async (_what, isTaken) => {
        own("sip:given@x");
        await take();
        place.run(`update users set home_pool = '${POOL_2}'`);
        if (isTaken) await take();
        await back(OF, image("sip:given@x", POOL_1));
        expect(users()).toMatchObject([{ home_pool: POOL_2 }]);
        expect(await receipt()).toMatchObject({ placed: 0, different: 1 });
        await standby(image("sip:theirs@x", POOL_2));
        await back({ requestId: "request 2", source: "trash" }, image("sip:theirs@x", POOL_1));
        expect(users()).toMatchObject([{ home_pool: POOL_2 }, { home_pool: POOL_2 }]);
        expect(await receipt()).toMatchObject({ placed: 0, different: 1 });
      },
    );

    test("that the partner gave is taken where it is placed or stands already, and handed over once more is nothing new", async () => {
      own("sip:same@x");
      own("sip:other@x", "Mine");
      await take();
      await store.book.drop(
        PRESENCE,
        (await waiting()).map((entry) => entry.id),
      );
      const given = ["sip:new@x", "sip:same@x", "sip:other@x"].map((one) => [MOVED_AT, image(one, POOL_1)]);
      await store.rows.applyReturned([lot("rows-moved", ...given)], placeOf(++seq), OF);
      expect(await receipt()).toMatchObject({ placed: 1, identical: 1, different: 1 });
      await take();
      expect((await waiting()).map((entry) => entry.key)).toEqual([keyOf("sip:new@x")]);
      place.run("delete from users where sip_uri in ('sip:new@x', 'sip:same@x')");
      await store.rows.apply(POOL_2, [lot("rows-moved", ...given)], placeOf(++seq));
      expect(users().map((one) => one.display_name)).toEqual(["Mine"]);
      const refused = await store.book.quarantine(PRESENCE, POOL_2);
      expect(refused.named.map(({ key }) => key)).toEqual([keyOf("sip:other@x")]);
    });

    test("twice in one lot finds itself there already", async () => {
      await back(OF, image("sip:a@x", POOL_1), image("sip:a@x", POOL_1), image("sip:a@x", POOL_1, "Other"));
      expect(await receipt()).toMatchObject({ placed: 1, identical: 1, different: 1 });
    });

    test("is counted on top of what the request brought before, and names no more than it may", async () => {
      const addresses = Array.from({ length: MOST_LEFT_ALONE + 5 }, (_, i) => `sip:${i}@x`);
      for (const address of addresses) own(address, "Mine");
      await back(OF, ...addresses.map((one) => image(one, POOL_1)));
      await back(OF, image("sip:new@x", POOL_1));
      const now = await receipt();
      expect(now).toMatchObject({ placed: 1, different: MOST_LEFT_ALONE + 5 });
      expect(now?.leftAlone).toHaveLength(MOST_LEFT_ALONE);
      await back({ ...OF, requestId: "request 2" }, image("sip:new@x", POOL_1));
      expect(await receipt()).toEqual({ ...emptyReceipt("request 2"), identical: 1 });
    });

    test("writes nothing at all where a line is no image of this pool's", async () => {
      const good = lot("rows", image("sip:a@x", POOL_1));
      for (const bad of [
        lot("rows", image("sip:b@x", POOL_2)),
        lot("rows", ["sip:b@x", POOL_1]),
        lot("rows-gone", ["sip:b@x"]),
        lot("rows-moved", [MOVED_AT, image("sip:b@x", POOL_2)]),
        lot("rows-moved", image("sip:b@x", POOL_1)),
        { ...lot("rows-moved", [MOVED_AT, image("sip:b@x", POOL_1)]), rows: 2 },
        { ...lot("rows-moved", [MOVED_AT, image("sip:b@x", POOL_1)]), lines: Buffer.from("[\n") },
        { ...lot("rows-moved", [MOVED_AT, image("sip:b@x", POOL_1)]), lines: Buffer.from("[") },
        { ...good, rows: 2 },
        { ...good, lines: Buffer.from("[\n") },
      ]) {
        const applied = store.rows.applyReturned([good, bad], placeOf(++seq), OF);
        await expect(applied).rejects.toMatchObject({ code: "package-damaged" });
        expect([users(), await receipt(), place.run("select * from importing")]).toEqual([[], null, []]);
      }
    });
  });
}
