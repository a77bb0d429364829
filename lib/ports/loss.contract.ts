import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONTENT } from "#lib/domain/content.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { NO_LOSS } from "#lib/domain/loss.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import type { Quarantined } from "#lib/domain/quarantine.ts";
import { DATA_CONF, POOL_1, PRESENCE } from "#lib/testkit/evidence.ts";
import { presenceFocusTables } from "#lib/testkit/row-tables.ts";
import type { UserStorePlace } from "./user-store.contract.ts";
import type { BookedFlight, NewEntry, UserStore } from "./user-store.ts";

const AT = Date.UTC(2026, 10, 21, 12);
const TABLES = presenceFocusTables.map((table) => table.name);
const row = (table: string, ...key: string[]): NewEntry => ({ table, key: JSON.stringify(key), bytes: null });
const file = (key: string): NewEntry => ({ table: CONTENT, key, bytes: 3 });
const flight = (seq: number): BookedFlight => ({
  epoch: nextEpoch(0),
  seq,
  hash: `hash ${seq}` as ManifestHash,
  items: 1,
  bytes: 10,
});
const refusal = ({ table, key }: NewEntry): Quarantined => {
  return {
    table,
    key,
    code: "bad-data",
    sentence: "It is bad.",
    since: isoInstant(AT),
    triedIn: "1-1",
    triedAt: isoInstant(AT),
    tries: 1,
  };
};

/** What would be lost with a pool, counted (LaneBook.loss): every plug passes it. */
export function lossContract(makePlace: () => Promise<UserStorePlace>): void {
  describe("what the partner is not known to have", () => {
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

    const loss = (refused: readonly Quarantined[] = []) => store.book.loss(PRESENCE, TABLES, refused);
    const add = (...entries: NewEntry[]) => store.book.add(PRESENCE, entries, AT);
    const idsOf = async (keys: readonly string[]) =>
      (await store.book.next(PRESENCE, "images", await store.book.mark(), 100_000))
        .filter(({ key }) => keys.includes(key))
        .map(({ id }) => id);
    const launch = async (seq: number, ...entries: NewEntry[]) =>
      store.book.launch(PRESENCE, flight(seq), await idsOf(entries.map(({ key }) => key)), [], AT);

    test("is nothing where nothing changed", async () => {
      expect(await loss()).toEqual(NO_LOSS);
    });

    test("a user is counted once, however many of its rows wait; conferences and other rows each", async () => {
      await add(row("users", "sip:a@x"), row("contacts", "sip:a@x", "sip:b@x"), row("presence", "sip:a@x", "note", ""));
      await add(row("contact_groups", "sip:b@x", "1"), row("conferences", "c1"), row("conference_directories", "7"));
      expect(await loss()).toEqual({ ...NO_LOSS, users: 2, conferences: 1, others: 1 });
    });

    test("what another program wrote counts before anybody took it, once with what waits of it", async () => {
      place.run(`insert into users (sip_uri, home_pool) values ('sip:a@x', '${POOL_1}')`);
      place.run(`insert into conferences (conference_id, home_pool) values ('c1', '${POOL_1}')`);
      expect(await loss()).toEqual({ ...NO_LOSS, users: 1, conferences: 1 });
      await add(row("contacts", "sip:a@x", "sip:b@x"));
      expect(await loss()).toEqual({ ...NO_LOSS, users: 1, conferences: 1 });
    });

    test("what flies is not there yet; changed again meanwhile it counts once; acknowledged it counts no more", async () => {
      const [a, c] = [row("users", "sip:a@x"), row("conferences", "c1")];
      await add(a, c);
      await launch(1, a, c);
      expect(await loss()).toEqual({ ...NO_LOSS, users: 1, conferences: 1 });
      await add(c, row("presence", "sip:a@x", "note", ""));
      expect(await loss()).toEqual({ ...NO_LOSS, users: 1, conferences: 1 });
      await store.book.clear(PRESENCE, [flight(1)]);
      expect(await loss()).toEqual({ ...NO_LOSS, users: 1, conferences: 1 });
      await launch(2, c);
      await store.book.clear(PRESENCE, [flight(2)]);
      expect(await loss()).toEqual({ ...NO_LOSS, users: 1 });
    });

    test("what the partner refused counts, once with its next try", async () => {
      const [a, c] = [row("users", "sip:a@x"), row("conferences", "c1")];
      expect(await loss([refusal(a), refusal(c)])).toEqual({ ...NO_LOSS, users: 1, conferences: 1 });
      await add(a, c);
      expect(await loss([refusal(a), refusal(c)])).toEqual({ ...NO_LOSS, users: 1, conferences: 1 });
    });

    test("deletions count, held ones too; what goes back to the partner is no loss of this pool", async () => {
      await store.book.addGone(PRESENCE, [row("users", "sip:a@x"), row("users", "sip:b@x")], AT);
      await store.book.hold(PRESENCE);
      await add({ ...row("users", "sip:c@x"), table: "returned/users" });
      expect(await loss()).toEqual({ ...NO_LOSS, users: 2 });
    });

    test("files and folders count each by its path; another module's are not its own", async () => {
      await store.book.add(DATA_CONF, [file("a"), file("a/b"), file('["sip:a@x"]')], AT);
      expect(await store.book.loss(DATA_CONF, [], [refusal(file("a")), refusal(file("c"))])).toEqual({
        ...NO_LOSS,
        files: 4,
      });
      expect(await loss()).toEqual(NO_LOSS);
    });

    test("many are told apart as exactly as few", async () => {
      const users = Array.from({ length: 4_000 }, (_, n) => row("users", `sip:${n}@x`));
      const contacts = Array.from({ length: 4_000 }, (_, n) => row("contacts", `sip:${n + 2_000}@x`, "sip:b@x"));
      await add(...users, ...contacts);
      expect(await loss([refusal(row("conferences", "c1"))])).toEqual({ ...NO_LOSS, users: 6_000, conferences: 1 });
      await store.book.launch(
        PRESENCE,
        flight(1),
        await store.book.next(PRESENCE, "images", 3_000, 9_000).then((all) => all.map(({ id }) => id)),
        [],
        AT,
      );
      expect(await loss()).toEqual({ ...NO_LOSS, users: 6_000 });
    });

    test("keys may be any text", async () => {
      const odd = ['a","b', 'a"]', "\\", "%", "", "['", "\u{1f600}", 'x","'];
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...odd), fc.constantFrom(...odd))), async (pairs) => {
          store.close();
          await place.remove();
          place = await makePlace();
          store = await place.open();
          await add(...pairs.map(([user, contact]) => row("contacts", user, contact)));
          expect(await loss()).toEqual({ ...NO_LOSS, users: new Set(pairs.map(([user]) => user)).size });
        }),
        { numRuns: 15 },
      );
    });
  });
}
