import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isoInstant } from "#lib/domain/instant.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { USERS } from "#lib/testkit/row-tables.ts";
import type { UserStorePlace } from "./user-store.contract.ts";
import type { RowLot, UserStore } from "./user-store.ts";

const AT = Date.UTC(2026, 10, 21, 12);
const MOVED_AT = "2026-11-20T08:00:00.000Z";

/** The promises of RowStore.apply, made runnable: pool 1 imports what pool 2 sends. */
export function rowImportContract(makePlace: () => Promise<UserStorePlace>): void {
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

  const lot = (is: RowLot["is"], ...lines: unknown[]): RowLot => ({
    is,
    table: USERS,
    rows: lines.length,
    lines: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
    oldestAt: isoInstant(AT),
  });
  const image = (address: string, home: string, name = "Standby") => [address, name, 1, "{}", null, home];
  const images = (...addresses: string[]) => lot("rows", ...addresses.map((one) => image(one, POOL_2)));
  const gone = (...addresses: string[]) => lot("rows-gone", ...addresses.map((one) => [one]));
  const moved = (address: string, name: string, firstAt = MOVED_AT) =>
    lot("rows-moved", [firstAt, image(address, POOL_1, name)]);
  let seq = 0;
  const apply = (...lots: RowLot[]) => applyAs(++seq, ...lots);
  const applyAs = (number: number, ...lots: RowLot[]) => {
    const working = { epoch: nextEpoch(0), seq: number, hash: "-" as ManifestHash, batchesDone: lots.length };
    return store.rows.apply(POOL_2, lots, {
      module: PRESENCE,
      from: POOL_2,
      position: { applied: null, working },
    });
  };
  const users = () => place.run("select sip_uri, display_name, home_pool from users order by sip_uri");
  const own = (address: string) =>
    place.run(`insert into users (sip_uri, display_name, home_pool) values ('${address}', 'Mine', '${POOL_1}')`);
  const quarantine = () => store.book.quarantine(PRESENCE, POOL_2);
  const take = async () => {
    await store.rows.takeChanges(PRESENCE, [USERS], () => {});
    return (await store.book.next(PRESENCE, "images", await store.book.mark(), 100)).map((entry) => entry.key);
  };

  describe("images", () => {
    test("new ones are written, changed ones updated", async () => {
      await apply(images("sip:a@x", "sip:b@x"));
      await apply(lot("rows", image("sip:a@x", POOL_2, "New")));
      expect(users()).toEqual([
        { sip_uri: "sip:a@x", display_name: "New", home_pool: POOL_2 },
        { sip_uri: "sip:b@x", display_name: "Standby", home_pool: POOL_2 },
      ]);
    });

    test("where another owner's row stands they are quarantined by name, and the rest goes on", async () => {
      own("sip:mine@x");
      await apply(images("sip:a@x", "sip:mine@x", "sip:z@x"));
      expect(users().map((user) => user.sip_uri)).toEqual(["sip:a@x", "sip:mine@x", "sip:z@x"]);
      expect(users()[1]).toMatchObject({ display_name: "Mine", home_pool: POOL_1 });
      expect(await quarantine()).toEqual({
        items: 1,
        oldestAt: isoInstant(AT),
        named: [
          {
            table: "users",
            key: '["sip:mine@x"]',
            code: "ownership-conflict",
            sentence: `The row is owned by ${POOL_1} here.`,
            since: isoInstant(AT),
            triedIn: expect.stringMatching(/^1-\d+$/),
            triedAt: expect.any(String),
            tries: 1,
          },
        ],
      });
    });

    test("what the database's own rules refuse is quarantined with its words, and the rest goes on", async () => {
      place.run("create unique index one_name on users (display_name)");
      await apply(lot("rows", image("sip:a@x", POOL_2, "Same"), image("sip:b@x", POOL_2, "Same")));
      expect(users()).toHaveLength(1);
      const [refused] = (await quarantine()).named;
      expect(refused).toMatchObject({ key: '["sip:b@x"]', code: "bad-data" });
      expect(refused?.sentence).toContain("UNIQUE constraint failed: users.display_name");
    });

    test("one that can be applied later leaves the quarantine", async () => {
      own("sip:mine@x");
      await apply(images("sip:mine@x"));
      place.run("delete from users where sip_uri = 'sip:mine@x'");
      await apply(images("sip:mine@x", "sip:a@x"));
      expect(await quarantine()).toEqual({ items: 0, oldestAt: null, named: [] });
    });

    test("more than a hundred refused in one package are a fault that names one, also when they come in pieces", async () => {
      const addresses = Array.from({ length: 101 }, (_, i) => `sip:${String(i).padStart(3, "0")}@x`);
      for (const address of addresses) own(address);
      await applyAs(7, images(...addresses.slice(0, 60)));
      expect((await quarantine()).items).toBe(60);
      const rest = applyAs(7, images(...addresses.slice(60)));
      await expect(rest).rejects.toMatchObject({
        code: "too-many-quarantined",
        message: expect.stringContaining('users ["sip:000@x"]'),
      });
      expect((await quarantine()).items).toBe(60);
      await applyAs(8, images(...addresses.slice(60)));
      expect((await quarantine()).items).toBe(101);
      expect((await quarantine()).named).toHaveLength(100);
    });

    test("a lot with fewer lines than it says, or one that is no image, writes nothing at all", async () => {
      const short = { ...images("sip:b@x"), rows: 2 };
      const odd = lot("rows", ["sip:b@x", POOL_2]);
      const broken = { ...images("sip:b@x"), lines: Buffer.from("[\n") };
      for (const bad of [short, odd, broken]) {
        await expect(apply(images("sip:a@x"), bad)).rejects.toMatchObject({ code: "package-damaged" });
        expect(users()).toEqual([]);
      }
    });
  });

  describe("tombstones", () => {
    test("delete what the sender owns and keep its image; imported deletions are no changes", async () => {
      await apply(images("sip:a@x", "sip:b@x"));
      await apply(gone("sip:a@x"));
      expect(users().map((user) => user.sip_uri)).toEqual(["sip:b@x"]);
      expect(await take()).toEqual([]);
      expect(place.run("select module, tbl, key, home_pool, image from trash")).toEqual([
        {
          module: PRESENCE,
          tbl: "users",
          key: '["sip:a@x"]',
          home_pool: POOL_2,
          image: JSON.stringify(image("sip:a@x", POOL_2)),
        },
      ]);
    });

    test("touch no row of another owner and mind no absent one", async () => {
      own("sip:mine@x");
      await apply(gone("sip:mine@x", "sip:never@x"));
      expect(users()).toHaveLength(1);
      expect(place.run("select * from trash")).toEqual([]);
    });

    test("an item that was refused and is gone at its owner leaves the quarantine", async () => {
      own("sip:mine@x");
      await apply(images("sip:mine@x"));
      await apply(gone("sip:mine@x"));
      expect((await quarantine()).items).toBe(0);
      expect(users()).toHaveLength(1);
    });

    test("one that the database refuses is quarantined, and the others are deleted", async () => {
      await apply(images("sip:a@x", "sip:b@x"));
      place.run(
        "create trigger keep before delete on users when old.sip_uri = 'sip:a@x' begin select raise(abort, 'Kept.'); end",
      );
      await apply(gone("sip:a@x", "sip:b@x"));
      expect(users().map((user) => user.sip_uri)).toEqual(["sip:a@x"]);
      expect((await quarantine()).named).toMatchObject([
        { code: "bad-data", key: '["sip:a@x"]', sentence: "The database says: Kept." },
      ]);
      expect(place.run("select key from trash")).toEqual([{ key: '["sip:b@x"]' }]);
    });

    test("a trash that holds a million rows lets the oldest go", async () => {
      const put = (id: number) =>
        place.run(
          `insert into trash (id, module, tbl, key, home_pool, image, at)
           values (${id}, 'M', 'users', '["sip:${id}@x"]', '${POOL_2}', '{}', '2099-01-01T00:00:00.000Z')`,
        );
      put(1);
      put(1_000_000);
      await apply(gone("sip:nobody@x"));
      expect(place.run("select id from trash")).toEqual([{ id: 1 }, { id: 1_000_000 }]);
      put(1_000_001);
      await apply(gone("sip:nobody@x"));
      expect(place.run("select id from trash")).toEqual([{ id: 1_000_000 }, { id: 1_000_001 }]);
    });

    test("one that is no key damages the package", async () => {
      const bad = lot("rows-gone", ["sip:a@x", "more"]);
      await expect(apply(bad)).rejects.toMatchObject({ code: "package-damaged" });
    });

    test("a row that was given away since is not meant, one that was taken is", async () => {
      own("sip:m@x");
      place.run(`update users set home_pool = '${POOL_2}'`);
      await apply(gone("sip:m@x"));
      expect(users()).toHaveLength(1);
      await take();
      const [move] = place.run("select at from moves");
      await apply(gone("sip:m@x"));
      await apply(lot("rows-gone", ["sip:m@x", { taken: MOVED_AT }]));
      expect(users()).toHaveLength(1);
      expect(place.run("select * from trash")).toEqual([]);
      await apply(lot("rows-gone", ["sip:m@x", { taken: move?.at }]));
      expect([users(), place.run("select * from moves")]).toEqual([[], []]);
      expect(place.run("select key from trash")).toEqual([{ key: '["sip:m@x"]' }]);
    });

    test("the trash of before a week goes with the next deletion", async () => {
      place.run(`insert into trash (module, tbl, key, home_pool, image, at) values
        ('m', 't', 'old', 'h', '[]', '2000-01-01T00:00:00.000Z'), ('m', 't', 'new', 'h', '[]', '9999-01-01T00:00:00.000Z')`);
      await apply(gone("sip:a@x"));
      expect(place.run("select key from trash")).toEqual([{ key: "new" }]);
    });
  });

  describe("handovers", () => {
    const taken = { sip_uri: "sip:m@x", display_name: "Moved", home_pool: POOL_1 };

    test("a row that is not there is taken, and is a change of this pool from then on", async () => {
      await apply(moved("sip:m@x", "Moved"));
      expect(users()).toEqual([taken]);
      expect(await take()).toEqual(['["sip:m@x"]']);
    });

    test("a standby row becomes this pool's own", async () => {
      await apply(images("sip:m@x"));
      await apply(moved("sip:m@x", "Moved"));
      expect(users()).toEqual([taken]);
      expect(await take()).toEqual(['["sip:m@x"]']);
    });

    test("told again it has no second effect, whatever became of the row", async () => {
      await apply(moved("sip:m@x", "Moved"));
      place.run("update users set display_name = 'Edited'");
      await apply(moved("sip:m@x", "Moved"));
      expect(users()).toEqual([{ ...taken, display_name: "Edited" }]);
      place.run("delete from users");
      await apply(moved("sip:m@x", "Moved"));
      expect(users()).toEqual([]);
      expect((await quarantine()).items).toBe(0);
    });

    test("a row of its own that is the same is no conflict; one that differs is", async () => {
      own("sip:m@x");
      await apply(moved("sip:m@x", "Mine"));
      expect((await quarantine()).items).toBe(0);
      await apply(moved("sip:m@x", "Other", "2026-11-20T09:00:00.000Z"));
      expect((await quarantine()).named).toMatchObject([{ code: "ownership-conflict", key: '["sip:m@x"]' }]);
      expect(users()).toEqual([{ ...taken, display_name: "Mine" }]);
    });

    test("a row that was taken and is no more says in its tombstone which one it was", async () => {
      await apply(moved("sip:m@x", "Moved"));
      place.run("delete from users");
      await take();
      const [entry] = await store.book.next(PRESENCE, "images", await store.book.mark(), 100);
      const read = await store.rows.read(USERS, "tombstones", [entry?.id ?? 0]);
      const lines = read.lots.map(({ is, lines }) => [is, Buffer.from(lines).toString()]);
      expect(lines).toEqual([["rows-gone", `["sip:m@x",{"taken":"${MOVED_AT}"}]\n`]]);
    });

    test("a move is forgotten when the partner tells of the row as its own", async () => {
      own("sip:m@x");
      own("sip:n@x");
      place.run(`update users set home_pool = '${POOL_2}'`);
      await take();
      await apply(images("sip:m@x"));
      expect(place.run("select key from moves")).toEqual([{ key: '["sip:n@x"]' }]);
    });

    test("a move of now is one, though it was not taken yet", async () => {
      own("sip:m@x");
      await take();
      place.run(`update users set home_pool = '${POOL_2}'`);
      const [move] = place.run("select max(id), at from changes");
      const [entry] = await store.book.next(PRESENCE, "images", await store.book.mark(), 100);
      const read = await store.rows.read(USERS, "images", [entry?.id ?? 0]);
      expect(read.lots.map(({ is, lines }) => [is, JSON.parse(Buffer.from(lines).toString())[0]])).toEqual([
        ["rows-moved", move?.at],
      ]);
    });

    test("a row that is given to a third pool damages the package", async () => {
      const odd = lot("rows-moved", [MOVED_AT, image("sip:m@x", "pool9.x", "Moved")]);
      await expect(apply(odd)).rejects.toMatchObject({ code: "package-damaged" });
      await expect(apply(lot("rows-moved", image("sip:m@x", POOL_1)))).rejects.toMatchObject({
        code: "package-damaged",
      });
    });

    test("a handover that is no JSON damages the package: the database is not to blame", async () => {
      const broken = { ...moved("sip:m@x", "Moved"), lines: Buffer.from('["2026-11-21T12:00:00.000Z",[\n') };
      await expect(apply(images("sip:a@x"), broken)).rejects.toMatchObject({ code: "package-damaged" });
      expect(users()).toEqual([]);
    });
  });

  test("a large lot, applied beside other work, keeps every promise too", async () => {
    const addresses = Array.from({ length: 3000 }, (_, i) => `sip:${i}@x`);
    own("sip:7@x");
    await apply(images(...addresses));
    expect(place.run("select count(*) as n from users")).toEqual([{ n: 3000 }]);
    expect((await quarantine()).named).toMatchObject([{ key: '["sip:7@x"]', code: "ownership-conflict" }]);
    expect(await take()).toEqual(['["sip:7@x"]']);
    const bad = { ...images(...addresses), rows: 2999 };
    await expect(apply(bad)).rejects.toMatchObject({ code: "package-damaged" });
    await apply(gone(...addresses));
    expect(users()).toHaveLength(1);
  });

  test("refusals can be written down and taken back by themselves, the oldest first", async () => {
    const one = {
      table: "content",
      key: "b",
      code: "name-refused",
      sentence: "Too long.",
      since: isoInstant(AT),
      triedIn: "1-1",
      triedAt: isoInstant(AT),
    } as const;
    await store.book.judge(PRESENCE, POOL_2, [one, { ...one, key: "a", since: isoInstant(AT - 1) }], []);
    await store.book.judge(
      PRESENCE,
      POOL_2,
      [{ ...one, sentence: "Still.", since: isoInstant(AT + 9), triedIn: "1-2" }],
      [],
    );
    await store.book.judge(PRESENCE, POOL_2, [{ ...one, sentence: "Still.", triedIn: "1-2" }], []); // the package again
    expect(await quarantine()).toMatchObject({
      items: 2,
      oldestAt: isoInstant(AT - 1),
      named: [
        { key: "a", tries: 1, triedIn: "1-1" },
        { key: "b", sentence: "Still.", since: isoInstant(AT), tries: 2, triedIn: "1-2" },
      ],
    });
    await store.book.judge(PRESENCE, POOL_2, [], [{ table: "content", key: "a" }]);
    expect((await quarantine()).named).toMatchObject([{ key: "b" }]);
    expect(await store.book.quarantine(PRESENCE, POOL_1)).toMatchObject({ items: 0 });
  });
}
