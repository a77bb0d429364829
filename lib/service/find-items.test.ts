import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { REGISTRY } from "#lib/modules/registry.ts";
import { type FinderPlace, itemFinderContract } from "#lib/ports/item-finder.contract.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";
import { Aside } from "./aside.ts";
import type { AsideOrder, AsideResult } from "./aside-thread.ts";
import { finderIn } from "./find-in.ts";
import { findItems } from "./find-items.ts";
import { poolPlaces } from "./pool-places.ts";

/** The thread's work, done here. */
const here = (mostBytes?: number): Pick<Aside, "ask"> => ({
  ask: async <Order extends AsideOrder>(order: Order) => {
    if (order.is !== "find") throw new Error("another order");
    return findItems(order, Date.now, REGISTRY, mostBytes) as AsideResult<Order>;
  },
});

async function open(aside = here()): Promise<FinderPlace> {
  const world = await TwoPools.open();
  const placeOf = (path: string | Uint8Array, side: PoolFqdn) => {
    const base = world.content(side);
    return typeof path === "string" ? join(base, path) : Buffer.concat([Buffer.from(`${base}/`), path]);
  };
  const both = ["rows", "files"] as const;
  return {
    finder: finderIn(world.folder, world.ledger, aside),
    sql: (pool, text, ...values) => world.sql(pool, text, ...(values as string[])),
    write: (path, text, side = POOL_1) => {
      const place = placeOf(path, side);
      if (typeof place === "string") mkdirSync(dirname(place), { recursive: true });
      const before = statSync(place, { throwIfNoEntry: false });
      writeFileSync(place, text);
      if (side !== POOL_1 && before) utimesSync(place, before.atime, before.mtimeMs / 1000);
    },
    remove: (path, side = POOL_1) => rmSync(placeOf(path, side)),
    link: (path, to) => symlinkSync(to, join(world.content(POOL_1), path)),
    leave: async () => {
      for (const kind of both) await world.cycle(kind);
    },
    land: async () => {
      for (const kind of both) {
        await world.imports(kind);
        await world.tombstones(kind);
        await world.imports(kind);
      }
    },
    lose: (pool, what) => {
      const { userDatabase, files } = poolPlaces(world.folder, pool);
      const place = what === "rows" ? userDatabase : files;
      renameSync(place, `${place}-away`);
      if (what === "files") mkdirSync(place);
    },
    close: () => world.close(),
  };
}

itemFinderContract(() => open());

test("the thread finds the same", async () => {
  const aside = new Aside();
  const place = await open(aside);
  try {
    place.sql(POOL_1, "insert into users (sip_uri, home_pool) values ('sip:a@x', ?)", POOL_1);
    const where = [{ home: POOL_1, backup: POOL_2, refused: {} }];
    const asked = { what: "A@X", where, served: [POOL_1, POOL_2], modules: [PRESENCE, DATA_CONF], limit: 5 };
    expect(await place.finder.find(asked)).toMatchObject({ items: [{ kind: "user", compared: { is: "different" } }] });
  } finally {
    await aside.close();
    await place.close();
  }
});

test("content that is too large to be read for a question is not called equal", async () => {
  const place = await open(here(2_500));
  try {
    for (const name of ["a.bin", "b.bin"]) place.write(`${name}/content`, "x".repeat(1_000));
    await place.leave();
    await place.land();
    const where = [{ home: POOL_1, backup: POOL_2, refused: {} }];
    const asked = { what: "content", where, served: [POOL_1, POOL_2], modules: [DATA_CONF], limit: 5 };
    expect((await place.finder.find(asked)).items).toMatchObject([
      { compared: { is: "equal" } },
      { compared: { is: "not-compared", why: "too-large" }, own: { bytes: 1_000, sha256: null } },
    ]);
    place.write("b.bin/content", "x".repeat(1_001));
    expect((await place.finder.find(asked)).items[1]).toMatchObject({ compared: { is: "different" } });
  } finally {
    await place.close();
  }
});
