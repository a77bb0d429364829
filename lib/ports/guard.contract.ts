import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ManifestHash } from "#lib/domain/package.ts";
import { nextEpoch } from "#lib/domain/package.ts";
import { bookTable } from "#lib/domain/returned.ts";
import { DATA_CONF, POOL_1, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables, USERS } from "#lib/testkit/row-tables.ts";
import type { UserStorePlace } from "./user-store.contract.ts";
import type { BookedFlight, StillHere, UserStore } from "./user-store.ts";

const AT = Date.UTC(2026, 10, 21, 12);
const DAY = 24 * 60 * 60_000;
const flight = (seq: number): BookedFlight => ({
  epoch: nextEpoch(0),
  seq,
  hash: `hash ${seq}` as ManifestHash,
  items: 1,
  bytes: 10,
});

/** The promises of LaneBook about deletions that the guard counts, holds and lets go (DESIGN L10). */
export function guardContract(makePlace: () => Promise<UserStorePlace>): void {
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

  const files = (...keys: string[]) => keys.map((key) => ({ table: "content", key, bytes: 0 }));
  const gone = (...keys: string[]) => store.book.addGone(DATA_CONF, files(...keys), AT);
  const there = (...keys: string[]) => store.book.add(DATA_CONF, files(...keys), AT);
  const counted = (since = AT - DAY) => store.book.guardFacts(DATA_CONF, since);
  const next = async (phase: "images" | "tombstones") =>
    store.book.next(DATA_CONF, phase, await store.book.mark(), 1000);
  const keys = async (phase: "images" | "tombstones") => (await next(phase)).map((one) => one.key);
  const idsOf = async (phase: "images" | "tombstones") => (await next(phase)).map((one) => one.id);
  const facts = async () => store.book.facts(DATA_CONF, [], await store.book.mark());
  let seq = 0;
  const leave = async (phase: "images" | "tombstones", at = AT) => {
    seq += 1;
    await store.book.launch(DATA_CONF, flight(seq), await idsOf(phase), [], at);
  };
  const token = async () => (await store.book.heldSet(DATA_CONF))?.token ?? "";

  describe("what the guard counts", () => {
    test("deletions that wait, are held, and were sent since; of its own module alone", async () => {
      await gone("a", "b", "c");
      await store.book.addGone(PRESENCE, [{ table: "users", key: '["x"]', bytes: null }], AT);
      expect(await counted()).toEqual({ sent: 0, waiting: 3, held: 0 });
      await leave("tombstones");
      expect(await counted()).toEqual({ sent: 3, waiting: 0, held: 0 });
      expect(await counted(AT + 1)).toEqual({ sent: 0, waiting: 0, held: 0 });
      await gone("d");
      expect(await store.book.hold(DATA_CONF)).toBe(1);
      expect(await counted()).toEqual({ sent: 3, waiting: 0, held: 1 });
      expect(await store.book.guardFacts(PRESENCE, 0)).toEqual({ sent: 0, waiting: 1, held: 0 });
    });

    test("what comes back from its flight waits, and was not sent as well", async () => {
      await gone("a", "b");
      await leave("tombstones");
      await store.book.returnFlights(DATA_CONF);
      expect(await counted()).toEqual({ sent: 0, waiting: 2, held: 0 });
      await leave("tombstones", AT + 1);
      expect(await counted()).toEqual({ sent: 2, waiting: 0, held: 0 });
    });

    test("what is there again is no deletion, and one anew when it goes again", async () => {
      await gone("a", "b", "c");
      await store.book.hold(DATA_CONF);
      await there("a");
      expect(await counted()).toEqual({ sent: 0, waiting: 0, held: 2 });
      expect(await keys("images")).toEqual(["a"]);
      await gone("a");
      expect(await counted()).toEqual({ sent: 0, waiting: 1, held: 2 });
    });

    test("a rename is held with what is held", async () => {
      await gone("a", "b");
      await store.book.setRenamed(DATA_CONF, (await idsOf("tombstones")).slice(0, 1));
      expect(await store.book.hold(DATA_CONF)).toBe(2);
      expect(await keys("tombstones")).toEqual([]);
    });

    test("a rename counts neither while it waits nor when it left", async () => {
      await gone("a", "b");
      await there("c");
      await store.book.setRenamed(DATA_CONF, [...(await idsOf("tombstones")).slice(0, 1), ...(await idsOf("images"))]);
      expect(await counted()).toEqual({ sent: 0, waiting: 1, held: 0 });
      expect((await store.book.guarded(DATA_CONF, "tombstones", 0, 10)).map((one) => one.key)).toEqual(["b"]);
      expect(await store.book.guarded(DATA_CONF, "images", 0, 10)).toEqual([]);
      await leave("tombstones");
      expect(await counted()).toEqual({ sent: 1, waiting: 0, held: 0 });
    });

    test("a rename that comes back from its flight, or has to wait, is still one", async () => {
      await gone("a");
      await store.book.setRenamed(DATA_CONF, await idsOf("tombstones"));
      await leave("tombstones");
      await store.book.returnFlights(DATA_CONF);
      await store.book.postpone(DATA_CONF, await idsOf("tombstones"));
      expect(await counted()).toEqual({ sent: 0, waiting: 0, held: 0 });
    });

    test("deletions that are told again because everything is count once, since they first left", async () => {
      await gone("a", "b");
      await leave("tombstones");
      await store.book.clear(DATA_CONF, await store.book.flights(DATA_CONF));
      await store.book.forgetAcked(DATA_CONF, AT + 1000);
      expect(await keys("tombstones")).toEqual(["a", "b"]);
      expect(await counted()).toEqual({ sent: 2, waiting: 0, held: 0 });
      await leave("tombstones", AT + 2000);
      expect(await counted(AT)).toEqual({ sent: 2, waiting: 0, held: 0 });
      expect(await counted(AT + 1)).toEqual({ sent: 0, waiting: 0, held: 0 });
    });

    test("what goes back to the partner is none of it", async () => {
      const table = bookTable("standby", "content");
      await store.book.addGone(DATA_CONF, [{ table, key: "x", bytes: 0 }], AT);
      expect(await counted()).toEqual({ sent: 0, waiting: 0, held: 0 });
      expect(await store.book.hold(DATA_CONF)).toBe(0);
    });

    test("images that a look found as they were explain nothing, until they are different", async () => {
      const arrivals = async () => (await store.book.guarded(DATA_CONF, "images", 0, 10)).map((one) => one.key);
      await store.book.add(DATA_CONF, [{ table: "content", key: "a", bytes: 1, isAsSeen: true }], AT);
      await there("b", "c");
      expect(await arrivals()).toEqual(["b", "c"]);
      await there("a");
      await store.book.add(DATA_CONF, [{ table: "content", key: "a", bytes: 1, isAsSeen: true }], AT);
      expect(await arrivals()).toEqual(["a", "b", "c"]);
    });

    test("however many there are, they are read on from where one left off", async () => {
      const all = Array.from({ length: 20_000 }, (_, i) => `f${String(i).padStart(5, "0")}`);
      await gone(...all);
      const read: string[] = [];
      for (let after = 0; ; ) {
        const page = await store.book.guarded(DATA_CONF, "tombstones", after, 7_000);
        if (page.length === 0) break;
        read.push(...page.map((one) => one.key));
        after = page.at(-1)?.id ?? 0;
      }
      expect(read).toEqual(all);
      expect(await store.book.hold(DATA_CONF)).toBe(20_000);
      expect(await counted()).toEqual({ sent: 0, waiting: 0, held: 20_000 });
      expect(await store.book.release(DATA_CONF, await token())).toBe(true);
      expect(await keys("tombstones")).toHaveLength(1000);
    });
  });

  test("items below which something is gone, held or not, are told; images and like names are none of it", async () => {
    expect(await store.book.aboveGone(DATA_CONF, "content", ["a"], "gone")).toEqual(new Set());
    await gone("a/x", "held/y/z", "c-d", "c/d");
    await store.book.hold(DATA_CONF);
    await gone("e/f", "ü/ö");
    await there("g/h");
    const asked = ["a", "held", "held/y", "c", "c-", "e", "g", "ü", "a/x", ""];
    const above = (which: "gone" | "held", table = "content") => store.book.aboveGone(DATA_CONF, table, asked, which);
    expect(await above("gone")).toEqual(new Set(["a", "held", "held/y", "c", "e", "ü"]));
    expect(await above("held")).toEqual(new Set(["a", "held", "held/y", "c"]));
    expect(await above("gone", "other")).toEqual(new Set());
  });

  test("own rows are counted, and no further than it takes", async () => {
    const insert = (address: string, home: string) =>
      place.run(`insert into users (sip_uri, home_pool) values ('${address}', '${home}')`);
    for (let i = 0; i < 5; i++) insert(`sip:${i}@x`, POOL_1);
    expect(await store.rows.count([USERS], 100)).toBe(5);
    expect(await store.rows.count(presenceFocusTables, 3)).toBe(3);
    place.run(`insert into contact_groups (sip_uri, group_id, home_pool) values ('sip:1@x', 'g', '${POOL_1}')`);
    expect(await store.rows.count(presenceFocusTables, 100)).toBe(6);
    expect(await store.rows.count([], 100)).toBe(0);
  });

  describe("what is held", () => {
    test("does not leave, and is counted by itself; images go on", async () => {
      await gone("a", "b");
      await there("c");
      await store.book.hold(DATA_CONF);
      expect(await keys("tombstones")).toEqual([]);
      expect(await keys("images")).toEqual(["c"]);
      expect(await facts()).toMatchObject({
        pendingItems: 3,
        goneItems: 2,
        heldItems: 2,
        goneUpToMark: 0,
        upToMark: 1,
      });
    });

    test("stays held when it is found gone again, and over a restart of the service", async () => {
      await gone("a");
      await store.book.hold(DATA_CONF);
      await gone("a");
      const before = await token();
      store.close();
      store = await place.open();
      expect(await keys("tombstones")).toEqual([]);
      expect(await token()).toBe(before);
    });

    test("is told as a set: how many, since when, the first by name", async () => {
      expect(await store.book.heldSet(DATA_CONF)).toBeNull();
      await gone(...Array.from({ length: 150 }, (_, i) => `f${String(i).padStart(3, "0")}`));
      await store.book.hold(DATA_CONF);
      const held = await store.book.heldSet(DATA_CONF);
      expect(held).toMatchObject({ items: 150, since: new Date(AT).toISOString() });
      expect([held?.named.length, held?.named[0], held?.named.at(-1)]).toEqual([100, "f000", "f099"]);
      await store.book.addGone(PRESENCE, [{ table: "users", key: '["x"]', bytes: null }], AT);
      await store.book.hold(PRESENCE);
      expect((await store.book.heldSet(PRESENCE))?.named).toEqual(['users ["x"]']);
      expect(await token()).toBe(held?.token);
    });

    test("is let go as exactly the set that was shown, and counts no more", async () => {
      await gone("a", "b");
      await store.book.hold(DATA_CONF);
      const shown = await token();
      expect(await store.book.release(DATA_CONF, shown)).toBe(true);
      expect(await keys("tombstones")).toEqual(["a", "b"]);
      expect(await counted()).toEqual({ sent: 0, waiting: 0, held: 0 });
      expect(await store.book.hold(DATA_CONF)).toBe(0);
      await leave("tombstones");
      expect(await counted()).toEqual({ sent: 0, waiting: 0, held: 0 });
      await store.book.returnFlights(DATA_CONF);
      await gone("a", "b");
      expect(await counted()).toEqual({ sent: 0, waiting: 0, held: 0 });
      expect(await store.book.release(DATA_CONF, shown)).toBe(false);
    });

    test.each<[string, () => Promise<void>]>([
      ["one more is held", async () => gone("c")],
      ["one of it is there again", async () => there("a")],
      ["one went and another came", async () => Promise.all([there("a"), gone("c")]).then(() => {})],
    ])("is not let go when %s since it was shown", async (_what, happen) => {
      await gone("a", "b");
      await store.book.hold(DATA_CONF);
      const shown = await token();
      await happen();
      await store.book.hold(DATA_CONF);
      expect(await store.book.release(DATA_CONF, shown)).toBe(false);
      expect(await keys("tombstones")).toEqual([]);
      expect(await token()).not.toBe(shown);
      expect(await store.book.release(DATA_CONF, await token())).toBe(true);
    });

    test("is forgotten when it is contested, and what waits beside it is not", async () => {
      await gone("a", "b");
      await store.book.hold(DATA_CONF);
      await gone("c");
      expect(await store.book.contest(DATA_CONF)).toBe(2);
      expect(await store.book.heldSet(DATA_CONF)).toBeNull();
      expect(await keys("tombstones")).toEqual(["c"]);
      expect((await facts()).pendingItems).toBe(1);
    });
  });

  test("held deletions that are contested were never sent, though they had been on their way", async () => {
    await gone("sent");
    await leave("tombstones");
    await store.book.returnFlights(DATA_CONF);
    await store.book.hold(DATA_CONF);
    expect(await store.book.contest(DATA_CONF)).toBe(1);
    expect(await store.book.unwanted(DATA_CONF, "content", ["sent"], AT + DAY)).toEqual(new Map());
  });

  test("what is contested comes back though an image of it flies still, and the flight returns without it", async () => {
    await there("held", "stays");
    await leave("images");
    await gone("held");
    await store.book.hold(DATA_CONF);
    expect(await store.book.contest(DATA_CONF)).toBe(1);
    const wanted = await store.book.unwanted(DATA_CONF, "content", ["held", "stays"], AT + DAY);
    expect(wanted).toEqual(new Map([["stays", "in-flight"]]));
    expect(await store.book.flights(DATA_CONF)).toMatchObject([{ seq, items: 1 }]);
    expect(await store.book.returnFlights(DATA_CONF)).toBe(1);
    expect(await keys("images")).toEqual(["stays"]);
  });

  test("of a lost data set deletions are taken back as if they had never been, those that were sent too; images stay", async () => {
    await gone("sent");
    await leave("tombstones");
    await store.book.returnFlights(DATA_CONF);
    await gone("found");
    await there("image");
    await store.book.takeBack(DATA_CONF, ["content"]);
    expect(await keys("tombstones")).toEqual([]);
    expect(await keys("images")).toEqual(["image"]);
    expect(await store.book.unwanted(DATA_CONF, "content", ["sent", "found"], AT + DAY)).toEqual(new Map());
  });

  const handedOver =
    (holder: "given" | "other"): StillHere =>
    async (waiting) =>
      new Map(waiting.flatMap(({ id, key }) => (key === "handed-over" ? [[id, holder] as const] : [])));
  const known = async () =>
    [...(await store.book.unwanted(DATA_CONF, "content", ["mine", "handed-over"], AT + DAY)).keys()].sort();

  test.each([
    ["given", ["handed-over"]],
    ["other", []],
  ] as const)(
    "of a lost data set what was handed over and is here as %s is no deletion, and stays known as sent",
    async (holder, images) => {
      await gone("handed-over", "mine");
      await leave("tombstones");
      await store.book.returnFlights(DATA_CONF);
      await store.book.takeBack(DATA_CONF, ["content"], handedOver(holder));
      expect(await keys("tombstones")).toEqual([]);
      expect(await keys("images")).toEqual(images);
      expect(await known()).toEqual(["handed-over"]);
    },
  );

  test.each([
    ["given", ["handed-over"]],
    ["other", []],
  ] as const)(
    "of what is held and contested what was handed over and is here as %s is none of it, and stays known as sent",
    async (holder, images) => {
      await gone("handed-over", "mine");
      await leave("tombstones");
      await store.book.returnFlights(DATA_CONF);
      await store.book.hold(DATA_CONF);
      expect(await store.book.contest(DATA_CONF, handedOver(holder))).toBe(1);
      expect(await keys("images")).toEqual(images);
      expect(await known()).toEqual(["handed-over"]);
      expect((await store.book.heldSet(DATA_CONF))?.items ?? 0).toBe(0);
    },
  );

  describe("what comes back from the partner is unwanted", () => {
    const asked = (...some: string[]) => store.book.unwanted(DATA_CONF, "content", some, AT + DAY);

    test("when its owner deleted it within 30 days, or it is on its way; what is held is wanted", async () => {
      await gone("deleted", "again");
      await leave("tombstones");
      await store.book.clear(DATA_CONF, await store.book.flights(DATA_CONF));
      await there("again", "flying");
      await gone("held");
      await store.book.hold(DATA_CONF);
      await gone("waiting");
      const on = await idsOf("images");
      await store.book.launch(DATA_CONF, flight(99), on.slice(1), [], AT);
      await there("pending");
      expect(await asked("deleted", "again", "flying", "held", "waiting", "pending", "unheard of")).toEqual(
        new Map([
          ["deleted", "deleted-by-owner"],
          ["again", "in-flight"],
          ["flying", "in-flight"],
          ["waiting", "in-flight"],
          ["pending", "in-flight"],
        ]),
      );
      expect(await store.book.unwanted(DATA_CONF, "users", ["deleted"], AT)).toEqual(new Map());
    });

    test("a deletion is remembered for 30 days, and also while it flies", async () => {
      await gone("a");
      await leave("tombstones");
      expect(await asked("a")).toEqual(new Map([["a", "deleted-by-owner"]]));
      await store.book.clear(DATA_CONF, await store.book.flights(DATA_CONF));
      expect((await store.book.unwanted(DATA_CONF, "content", ["a"], AT + 30 * DAY)).size).toBe(1);
      expect((await store.book.unwanted(DATA_CONF, "content", ["a"], AT + 30 * DAY + 1)).size).toBe(0);
    });
  });
}
