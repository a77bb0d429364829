import { expect, test } from "vitest";
import { isoInstant } from "#lib/domain/instant.ts";
import { type ManifestHash, nextEpoch } from "#lib/domain/package.ts";
import type { RowLot } from "#lib/ports/user-store.ts";
import { POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { USERS } from "#lib/testkit/row-tables.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openTempUserStore } from "#lib/testkit/temp-user-store.ts";

const folder = tempFolder();
const DAY = 86_400_000;
const STEP = 5 * DAY;

test("over three years a user database grows no further: deleted images go after 7 days, sent tombstones after 30", async () => {
  const clock = new FakeClock();
  const { store, client } = openTempUserStore(folder(), undefined, clock);
  const tables = client
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .all()
    .map(({ name }) => String(name));
  const sizes = () =>
    Object.fromEntries(tables.map((table) => [table, client.prepare(`select count(*) as n from ${table}`).get()?.n]));
  let seq = 0;
  const lot = (is: RowLot["is"], lines: readonly unknown[]): RowLot => ({
    is,
    table: USERS,
    rows: lines.length,
    lines: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
    oldestAt: isoInstant(clock.now()),
  });
  const apply = (given: RowLot) => {
    const working = { epoch: nextEpoch(0), seq: ++seq, hash: "-" as ManifestHash, batchesDone: 1 };
    return store.rows.apply(POOL_2, [given], { module: PRESENCE, from: POOL_2, position: { applied: null, working } });
  };

  /** Five days: five users of the partner come and go, and five files of our own are deleted. */
  const live = async () => {
    clock.travel(STEP);
    const addresses = Array.from({ length: 5 }, (_, n) => `sip:${seq}-${n}@x`);
    await apply(
      lot(
        "rows",
        addresses.map((one) => [one, "A", 1, "{}", null, POOL_2]),
      ),
    );
    await apply(
      lot(
        "rows-gone",
        addresses.map((one) => [one]),
      ),
    );
    const files = addresses.map((key) => ({ table: "content", key, bytes: 0 }));
    await store.book.addGone(PRESENCE, files, clock.now());
    const ids = (await store.book.next(PRESENCE, "tombstones", 1e9, 100)).map(({ id }) => id);
    const flight = { epoch: nextEpoch(0), seq, hash: "-" as ManifestHash, items: ids.length, bytes: 0 };
    await store.book.launch(PRESENCE, flight, ids, [], clock.now());
    await store.book.clear(PRESENCE, [flight]);
  };
  const after = async (days: number) => {
    while (clock.now() < clock.startedAt + days * DAY) await live();
    return sizes();
  };
  const first = await after(100);
  const last = await after(3 * 365);
  expect(last).toEqual(first);
  expect(last).toMatchObject({ users: 0, trash: 10, deleted: 35 });
  store.close();
  client.close();
});
