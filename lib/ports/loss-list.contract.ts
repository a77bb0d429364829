import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isoInstant } from "#lib/domain/instant.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import { POOL_1, PRESENCE } from "#lib/testkit/evidence.ts";
import type { LossEntry, LossList, LossQuestion } from "./loss-list.ts";
import type { UserStorePlace } from "./user-store.contract.ts";
import type { BookedFlight, NewEntry, UserStore } from "./user-store.ts";

const AT = Date.UTC(2026, 10, 21, 12);
const row = (table: string, ...key: string[]): NewEntry => ({ table, key: JSON.stringify(key), bytes: null });
const flight = (seq: number): BookedFlight => {
  return { epoch: nextEpoch(0), seq, hash: `hash ${seq}` as ManifestHash, items: 1, bytes: 10 };
};

/** The promises of LossList, made runnable over what a UserStore holds: every plug passes them. */
export function lossListContract(makePlace: () => Promise<UserStorePlace & { readonly list: LossList }>): void {
  describe("the list of what would be lost", () => {
    let place: UserStorePlace & { readonly list: LossList };
    let store: UserStore;
    beforeEach(async () => {
      place = await makePlace();
      store = await place.open();
    });
    afterEach(async () => {
      store.close();
      await place.remove();
    });

    const page = (more: Partial<LossQuestion> = {}) =>
      place.list.page({ module: PRESENCE, refused: [], newestFirst: false, after: null, limit: 100, ...more });
    const add = (at: number, ...entries: NewEntry[]) => store.book.add(PRESENCE, entries, AT + at);
    const launch = async (seq: number, ...entries: NewEntry[]) => {
      const all = await store.book.next(PRESENCE, "images", await store.book.mark(), 1_000);
      const ids = all.filter(({ key }) => entries.some((one) => one.key === key)).map(({ id }) => id);
      await store.book.launch(PRESENCE, flight(seq), ids, [], AT);
    };
    const short = ({ table, key, since, why, isDeletion }: LossEntry) =>
      `${table} ${JSON.parse(key).join(" ")} ${since - AT} ${why}${isDeletion ? " deletion" : ""}`;
    const all = async (more: Partial<LossQuestion> = {}) => (await page(more)).entries.map(short);

    test("names each item once, the oldest first, and where it is", async () => {
      const [a, b, c] = [row("users", "sip:a@x"), row("contacts", "sip:b@x", "sip:a@x"), row("conferences", "c1")];
      await add(30, a);
      await add(10, b, c);
      await launch(1, b, c);
      await add(40, c);
      await store.book.addGone(PRESENCE, [row("users", "sip:d@x")], AT + 20);
      await store.book.hold(PRESENCE);
      await store.book.addGone(PRESENCE, [row("users", "sip:e@x")], AT + 25);
      const refused = [{ table: "users", key: '["sip:f@x"]', since: isoInstant(AT + 50) }];
      expect(await all({ refused })).toEqual([
        "conferences c1 10 in-flight",
        "contacts sip:b@x sip:a@x 10 in-flight",
        "users sip:d@x 20 held deletion",
        "users sip:e@x 25 pending deletion",
        "users sip:a@x 30 pending",
        "users sip:f@x 50 quarantined",
      ]);
      expect(await all({ refused, newestFirst: true })).toEqual((await all({ refused })).reverse());
    });

    test("has what another program wrote before anybody took it, and nothing that goes back to the partner", async () => {
      place.run(`insert into users (sip_uri, home_pool) values ('sip:a@x', '${POOL_1}')`);
      await add(0, { ...row("users", "sip:c@x"), table: "returned/users" });
      expect((await all()).map((one) => one.split(" ").slice(0, 2))).toEqual([["users", "sip:a@x"]]);
    });

    test("an item that came again after it was deleted is no deletion, and one that was deleted since it left is", async () => {
      const [a, b] = [row("users", "sip:a@x"), row("users", "sip:b@x")];
      await store.book.addGone(PRESENCE, [a], AT);
      const [gone] = await store.book.next(PRESENCE, "tombstones", 10, 10);
      await store.book.launch(PRESENCE, flight(1), [gone?.id ?? 0], [], AT);
      await add(5, a, b);
      await launch(2, b);
      await store.book.addGone(PRESENCE, [b], AT + 6);
      expect(await all()).toEqual(["users sip:a@x 0 in-flight", "users sip:b@x 5 in-flight deletion"]);
    });

    test("refused and tried again it is still refused", async () => {
      await add(0, row("users", "sip:a@x"));
      const refused = [{ table: "users", key: '["sip:a@x"]', since: isoInstant(AT + 50) }];
      expect(await all({ refused })).toEqual(["users sip:a@x 0 quarantined"]);
    });

    test("page after page brings everything once, whatever the keys and times are", async () => {
      const key = fc.constantFrom("a", "b", "B", "%", "", '"', "\u{1f600}", "é");
      const entry = fc.record({ name: key, more: key, at: fc.nat(3), flies: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(
          fc.array(entry, { maxLength: 30 }),
          fc.integer({ min: 1, max: 7 }),
          fc.boolean(),
          async (entries, limit, newestFirst) => {
            store.close();
            await place.remove();
            place = await makePlace();
            store = await place.open();
            for (const { name, more, at } of entries) await add(at, row("contacts", name, more));
            for (const [n, { name, more, flies }] of entries.entries()) {
              if (flies) await launch(n + 1, row("contacts", name, more));
            }
            const whole = await all({ newestFirst, limit: 1_000 });
            expect(whole).toHaveLength(new Set(entries.map(({ name, more }) => `${name} ${more}`)).size);
            const paged: string[] = [];
            for (let after: string | null = null, hasMore = true; hasMore; ) {
              const found = await page({ newestFirst, limit, after });
              paged.push(...found.entries.map(short));
              after = found.entries.at(-1)?.mark ?? null;
              ({ hasMore } = found);
            }
            expect(paged).toEqual(whole);
          },
        ),
        { numRuns: 15 },
      );
    });

    test("a mark that nobody gave begins at the beginning", async () => {
      await add(0, row("users", "sip:a@x"));
      expect(await all({ after: "what?" })).toHaveLength(1);
    });

    test("another store at its place is lost", async () => {
      place.run("update store set store_id = 'another'");
      await expect(page()).rejects.toMatchObject({ code: "store-lost" });
    });
  });
}
