import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import type { FindQuestion, FoundItem, ItemFinder } from "./item-finder.ts";

/** Two paired pools, with clients that write and an engine whose steps the test takes. */
export type FinderPlace = {
  readonly finder: ItemFinder;
  sql(pool: PoolFqdn, text: string, ...values: (string | number | Uint8Array | null)[]): unknown;
  /** Writes a file of pool 1; on its partner's side past all that is known. */
  write(path: string | Uint8Array, text: string, side?: PoolFqdn): void;
  remove(path: string, side?: PoolFqdn): void;
  /** A link of pool 1's content to somewhere else. */
  link(path: string, to: string): void;
  /** What changed leaves pool 1, and stays on its way. */
  leave(): Promise<void>;
  /** What is on its way arrives and is acknowledged. */
  land(): Promise<void>;
  /** A pool's user database, or its file store, is not there any more. */
  lose(pool: PoolFqdn, what: "rows" | "files"): void;
  close(): Promise<void>;
};

const insert =
  "insert or replace into users (sip_uri, display_name, updated_at, home_pool) values (?, ?, '2026-11-21', ?)";

/** The promises of ItemFinder, made runnable: every plug passes them. */
export function itemFinderContract(open: () => Promise<FinderPlace>): void {
  describe("an item that is looked for", () => {
    let place: FinderPlace;
    beforeEach(async () => {
      place = await open();
    });
    afterEach(() => place.close());

    const find = (what: string, more: Partial<FindQuestion> = {}) =>
      place.finder.find({
        what,
        where: [
          { home: POOL_1, backup: POOL_2, refused: {} },
          { home: POOL_2, backup: POOL_1, refused: {} },
        ],
        served: [POOL_1, POOL_2],
        modules: [PRESENCE, DATA_CONF],
        limit: 5,
        ...more,
      });
    const only = async (what: string, more: Partial<FindQuestion> = {}): Promise<FoundItem> => {
      const { items } = await find(what, more);
      if (items.length !== 1 || items[0] === undefined) throw new Error(`found ${JSON.stringify(items)}`);
      return items[0];
    };
    const names = async (what: string) => (await find(what)).items.map(({ kind, name }) => `${kind} ${name}`);
    const user = (address: string, name = "Anna", pool = POOL_1) => place.sql(pool, insert, address, name, pool);
    const settle = async () => {
      await place.leave();
      await place.land();
    };

    test("is found with both copies, and is equal only as they were read", async () => {
      user("sip:anna@contoso.com");
      expect(await only("sip:anna@contoso.com")).toMatchObject({
        module: PRESENCE,
        kind: "user",
        name: "sip:anna@contoso.com",
        home: POOL_1,
        own: { is: "present", label: "Anna", changedAt: "2026-11-21", rows: 1 },
        standby: { is: "absent" },
        compared: { is: "different" },
        waits: { why: "pending", packageName: null },
        ackedPackage: null,
      });
      await place.leave();
      const flying = await only("sip:anna@contoso.com");
      expect(flying).toMatchObject({ standby: { is: "absent" }, waits: { why: "in-flight", packageName: "1-1" } });
      await place.land();
      const landed = await only("sip:anna@contoso.com");
      expect(landed).toMatchObject({
        standby: landed.own,
        compared: { is: "equal" },
        waits: null,
        ackedPackage: expect.stringMatching(/^1-[12]$/), // a canary may come after it
      });
      expect(landed.own).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    });

    test.each(["anna@Contoso.com", "SIP:ANNA@CONTOSO.COM", "  sip:Anna@contoso.com ", "sip:anna@contoso.com"])(
      "%s is a user whatever the case and with or without its scheme",
      async (what) => {
        user("sip:Anna@Contoso.com");
        user("sip:joanna@contoso.com");
        expect(await find(what)).toMatchObject({ isExact: true, more: 0, items: [{ name: "sip:Anna@Contoso.com" }] });
      },
    );

    test("a user is all of its rows: one contact that is missing there makes it another", async () => {
      user("sip:a@x");
      await settle();
      place.sql(
        POOL_1,
        "insert into contacts (sip_uri, contact_uri, home_pool) values ('sip:a@x', 'sip:b@x', ?)",
        POOL_1,
      );
      expect(await only("a@x")).toMatchObject({
        own: { rows: 2 },
        standby: { rows: 1 },
        compared: { is: "different" },
        waits: { why: "pending" },
      });
      await settle();
      expect(await only("a@x")).toMatchObject({ compared: { is: "equal" }, waits: null });
      place.sql(POOL_1, "delete from contacts where sip_uri = 'sip:a@x'");
      expect(await only("a@x")).toMatchObject({ standby: { rows: 2 }, waits: { why: "pending" } });
    });

    test("one address is not another that begins like it", async () => {
      user("sip:a@x");
      user("sip:a@x.com");
      await settle();
      user("sip:a@x.com", "Bertha");
      expect(await only("sip:a@x")).toMatchObject({ compared: { is: "equal" }, waits: null });
      expect(await only("sip:a@x.com")).toMatchObject({ compared: { is: "different" }, waits: { why: "pending" } });
    });

    test("a copy that was changed behind everybody's back is found out though nothing waits", async () => {
      user("sip:a@x");
      await settle();
      place.sql(POOL_2, "insert into importing (id) values (1)");
      place.sql(POOL_2, "update users set display_name = 'Mallory' where sip_uri = 'sip:a@x'");
      expect(await only("a@x")).toMatchObject({ compared: { is: "different" }, waits: null });
    });

    test("what only the partner still has is found: its deletion waits", async () => {
      user("sip:a@x");
      await settle();
      place.sql(POOL_1, "delete from users");
      expect(await only("a@x")).toMatchObject({
        own: { is: "absent" },
        standby: { is: "present" },
        compared: { is: "different" },
        waits: { why: "pending" },
      });
    });

    test("what the partner refused says so", async () => {
      user("sip:a@x");
      await settle();
      const since = isoInstant(Date.UTC(2026, 10, 21));
      const refused = { [PRESENCE]: [{ table: "users", key: '["sip:a@x"]', since }] };
      const where = [{ home: POOL_1, backup: POOL_2, refused }];
      expect(await only("a@x", { where })).toMatchObject({ waits: { why: "quarantined", since: Date.parse(since) } });
    });

    test("a conference and a directory are found by their id, and a name of two things finds both", async () => {
      place.sql(POOL_1, "insert into conferences (conference_id, subject, home_pool) values ('R7', 'Q4', ?)", POOL_1);
      place.sql(POOL_1, "insert into conference_directories (directory_id, home_pool) values ('R7', ?)", POOL_1);
      const { items } = await find("r7");
      expect(items).toMatchObject([
        { kind: "conference", name: "R7", table: null, own: { label: "Q4", changedAt: null } },
        { kind: "row", name: "R7", table: "conference_directories" },
      ]);
    });

    test("where nothing is called so, names that have it in them are told", async () => {
      user("sip:anna@contoso.com");
      user("sip:joanna@contoso.com", "Joanna", POOL_2);
      place.write("slides/Annalen.pptx", "slides");
      await settle();
      const found = await find("anna");
      expect(found).toMatchObject({ isExact: false, more: 0 });
      expect(found.items.map(({ name, home }) => `${name} ${home}`).sort()).toEqual([
        `sip:anna@contoso.com ${POOL_1}`,
        `sip:joanna@contoso.com ${POOL_2}`,
        `slides/Annalen.pptx ${POOL_1}`,
      ]);
    });

    test("of more than are told it is said how many more there are", async () => {
      for (const n of [1, 2, 3, 4, 5, 6, 7]) place.write(`folder ${n}/a.pptx`, `${n}`);
      await settle();
      const { items, more, isExact } = await find("A.PPTX");
      expect([items.length, more, isExact]).toEqual([5, 2, true]);
    });

    test("nothing is found where nothing is, and it is told where it was looked", async () => {
      expect(await find("nobody@x")).toEqual({
        items: [],
        more: 0,
        isExact: false,
        looked: [POOL_1, POOL_2]
          .flatMap((pool) => [
            { pool, module: PRESENCE, problem: null },
            { pool, module: DATA_CONF, problem: null },
          ])
          .sort((a, b) => b.module.localeCompare(a.module)),
      });
    });

    test("a file is compared by what is in it, with its size and time", async () => {
      place.write("slides/a.pptx", "slides");
      await place.leave();
      expect(await only("a.pptx")).toMatchObject({
        kind: "file",
        standby: { is: "absent" },
        waits: { why: "in-flight" },
      });
      await place.land();
      expect(await only("a.pptx")).toMatchObject({
        module: DATA_CONF,
        name: "slides/a.pptx",
        own: { is: "present", bytes: 6, rows: null, sha256: expect.any(String) },
        compared: { is: "equal" },
        waits: null,
        ackedPackage: "1-1",
      });
      place.write("slides/a.pptx", "sliced");
      expect(await only("a.pptx")).toMatchObject({ compared: { is: "different" }, waits: null });
    });

    test("a byte that was flipped on the standby is found, though size and time are the same", async () => {
      place.write("a.pptx", "slides");
      await settle();
      place.write("a.pptx", "slider", POOL_2);
      expect(await only("a.pptx")).toMatchObject({ compared: { is: "different" }, waits: null });
    });

    test("a folder is found, and a file by some of its path or all of it", async () => {
      place.write("2026/q4/a.pptx", "slides");
      place.write("2027/q4/a.pptx", "slides");
      await settle();
      expect(await names("q4")).toEqual(["folder 2026/q4", "folder 2027/q4"]);
      expect(await names("2026/Q4/A.pptx")).toEqual(["file 2026/q4/a.pptx"]);
      expect(await names("/srv/files/DataConf/pool1.pairkeeper.test/2026/q4/a.pptx")).toEqual(["file 2026/q4/a.pptx"]);
      expect(await names(String.raw`\\fs\share\DataConf\pool1.pairkeeper.test\2027\q4\a.pptx`)).toEqual([
        "file 2027/q4/a.pptx",
      ]);
      expect(await names("q4/a.pptx")).toEqual(["file 2026/q4/a.pptx", "file 2027/q4/a.pptx"]);
    });

    test("a file that no look has seen yet is found by its whole path", async () => {
      place.write("new/a.pptx", "slides");
      expect(await names("a.pptx")).toEqual([]);
      expect(await only("new/a.pptx")).toMatchObject({ standby: { is: "absent" }, compared: { is: "different" } });
    });

    test("a file that was removed is found while its deletion waits, and by its whole path as long as the partner has it", async () => {
      place.write("old/a.pptx", "slides");
      place.write("old/b.pptx", "slides");
      await settle();
      place.remove("old/a.pptx");
      expect(await only("a.pptx")).toMatchObject({ own: { is: "absent" }, standby: { is: "present" } });
      await place.leave();
      expect(await only("a.pptx")).toMatchObject({ own: { is: "absent" }, waits: { why: expect.any(String) } });
      await settle();
      expect(await names("a.pptx")).toEqual([]);
    });

    test.each(["100%_[a]*?.pptx", "%41.txt", "ä ö\u{1f600}.txt", "a'b\"c.txt", "-rf", "x\ny.txt", "con\\aux.txt"])(
      "names are no patterns: %s",
      async (name) => {
        place.write(`odd/${name}`, "odd");
        place.write("odd/100xyza1.pptx", "other");
        place.write("odd/A.txt", "other");
        await settle();
        expect(await find(name)).toMatchObject({ isExact: true, more: 0, items: [{ compared: { is: "equal" } }] });
      },
    );

    test("a name of bytes that are no text is found by how it is written here", async () => {
      place.write(Buffer.from([0x61, 0xff, 0x62]), "odd");
      await settle();
      expect(await only("a%FFb")).toMatchObject({ name: "a%FFb", compared: { is: "equal" } });
      expect((await find("%FF")).items).toHaveLength(1);
    });

    test("an address of bytes that are no text, or with quotes in it, is one as well", async () => {
      place.sql(POOL_1, "insert into users (sip_uri, home_pool) values (cast(x'7369703a61ff' as text), ?)", POOL_1);
      user('sip:"x","y"@z');
      await settle();
      expect(await only('"x","y"@z')).toMatchObject({ name: 'sip:"x","y"@z', compared: { is: "equal" }, waits: null });
      expect(await find("sip:a")).toMatchObject({
        isExact: false,
        items: [{ compared: { is: "equal" }, waits: null }],
      });
    });

    test("what a link leads to is no content, and is never read", async () => {
      place.link("away", "/etc");
      await settle();
      expect((await find("away/passwd")).items).toEqual([]);
      expect((await find("away")).items).toEqual([]);
      expect((await find("../../../../../etc/passwd")).items).toEqual([]);
    });

    test("a store that is lost says so, and nothing is equal to it", async () => {
      user("sip:a@x");
      place.write("a.pptx", "slides");
      await settle();
      place.lose(POOL_2, "rows");
      place.lose(POOL_2, "files");
      expect(await only("a@x")).toMatchObject({
        own: { is: "present" },
        standby: { is: "unseen", why: "lost" },
        compared: { is: "not-compared", why: "lost" },
        waits: null,
      });
      expect(await only("a.pptx")).toMatchObject({ compared: { is: "not-compared", why: "lost" } });
      const { looked } = await find("nobody");
      expect(looked.find(({ pool, module }) => pool === POOL_2 && module === PRESENCE)?.problem).not.toBeNull();
    });

    test("when the owner's store is lost the copy is found, and what waits is not known", async () => {
      user("sip:a@x");
      place.write("a.pptx", "slides");
      await settle();
      place.lose(POOL_1, "rows");
      place.lose(POOL_1, "files");
      for (const what of ["a@x", "a.pptx"]) {
        expect(await only(what)).toMatchObject({
          own: { is: "unseen", why: "lost" },
          standby: { is: "present" },
          compared: { is: "not-compared" },
          waits: "unseen",
        });
      }
    });

    test("a pool that another service runs is not looked at", async () => {
      user("sip:a@x");
      user("sip:b@x", "Bert", POOL_2);
      place.write("a.pptx", "slides");
      await settle();
      const served = [POOL_1];
      for (const what of ["a@x", "a.pptx"]) {
        expect(await only(what, { served })).toMatchObject({
          own: { is: "present" },
          standby: { is: "unseen", why: "elsewhere", sentence: null },
          compared: { is: "not-compared", why: "elsewhere" },
          waits: null,
          ackedPackage: expect.stringMatching(/^1-[12]$/),
        });
      }
      expect(await only("a@x", { served: [POOL_2] })).toMatchObject({ own: { is: "unseen" }, waits: "unseen" });
    });
  });
}
