import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Transport } from "#lib/ports/transport.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { type Meddling, openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const path = (name: string) => join(world.folder, "pools", POOL_1, name);
const TAILS = ["", "-wal", "-shm"];
const copy = (from: string, to: string) => {
  for (const tail of TAILS) {
    rmSync(to + tail, { force: true });
    if (existsSync(from + tail)) copyFileSync(from + tail, to + tail);
  }
};
const write = (name: string) => writeFileSync(join(world.content(POOL_1), name), name);
const arrived = () => readdirSync(world.content(POOL_2)).filter((name) => !name.startsWith("."));

test("a standby of yesterday that is sent everything holds nothing that was deleted since", async () => {
  const database = join(world.folder, "pools", POOL_2, "user.db");
  world.user("sip:deleted@x");
  world.user("sip:there-again@x");
  await world.settle(2);
  world.sql(POOL_2, `vacuum into '${database}.old'`);
  world.sql(POOL_1, "delete from users where sip_uri like 'sip:deleted@x' or sip_uri like 'sip:there-again@x'");
  await world.settle(2);
  world.user("sip:there-again@x", "B");
  await world.settle(2);
  await world.restart({}, () => {
    for (const tail of TAILS) rmSync(database + tail, { force: true });
    renameSync(`${database}.old`, database);
  });
  await world.settle(2);
  expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-rewound" });
  await world.syncNow();
  await world.settle(4);
  expect(world.sql(POOL_2, "select sip_uri, display_name from users order by sip_uri")).toEqual([
    { sip_uri: "sip:a@x", display_name: "A" },
    { sip_uri: "sip:there-again@x", display_name: "B" },
  ]);
  expect((await world.status("rows")).ExportStatus).toBe("FinalState");
});

test("a standby of yesterday that is sent everything holds no row that was handed over to it since", async () => {
  const database = join(world.folder, "pools", POOL_2, "user.db");
  world.user("sip:given@x");
  await world.settle(2);
  world.sql(POOL_2, `vacuum into '${database}.old'`);
  world.sql(POOL_1, "update users set home_pool = ? where sip_uri = 'sip:given@x'", POOL_2);
  await world.settle(3);
  await world.restart({}, () => {
    for (const tail of TAILS) rmSync(database + tail, { force: true });
    renameSync(`${database}.old`, database);
  });
  await world.settle(2);
  await world.syncNow();
  await world.settle(3);
  const { ExportStatus } = await world.status("rows");
  if (ExportStatus === "FinalState") expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  expect(ExportStatus).toBe("FinalState");
});

test("a row that was handed over to a standby of yesterday is somebody's, also where a restore ends the sync that sends everything", async () => {
  const database = join(world.folder, "pools", POOL_2, "user.db");
  world.user("sip:given@x");
  await world.settle(2);
  world.sql(POOL_2, `vacuum into '${database}.old'`);
  world.sql(POOL_1, "update users set home_pool = ? where sip_uri = 'sip:given@x'", POOL_2);
  await world.cycle("rows");
  while (await world.import("rows").turn());
  await world.import("rows").keepWord();
  await world.export("rows").listen(); // acknowledged, and not told of as the partner's own yet
  await world.restart({}, () => {
    for (const tail of TAILS) rmSync(database + tail, { force: true });
    renameSync(`${database}.old`, database);
  });
  await world.settle(1);
  expect(await world.status("rows")).toMatchObject({ Reason: "standby-rewound" });
  await world.syncNow();
  await world.ask("rows");
  await world.askToRestore(POOL_1);
  await world.learn();
  await world.cycle("rows"); // what was sent since waits once more, and nothing of it leaves
  await world.settle(5);
  const owners = [POOL_1, POOL_2].map((pool) =>
    world.sql(pool, "select home_pool from users where sip_uri = 'sip:given@x'"),
  );
  expect(owners).toEqual([[{ home_pool: POOL_2 }], [{ home_pool: POOL_2 }]]);
  expect([await world.states(), await world.states(POOL_2)]).toEqual(
    Array(2).fill("rows FinalState, files FinalState"),
  );
});

test.each([
  ["a row", 1],
  ["rows so many that their deletion is held", 30],
])(
  "%s handed over to a standby of yesterday: not this pool's there, also where a restore was asked for since",
  async (_what, many) => {
    const database = join(world.folder, "pools", POOL_2, "user.db");
    for (let n = 0; n < many; n++) world.user(`sip:given${n}@x`);
    await world.settle(2);
    let isMute = false;
    const muted = (real: Transport): Transport => ({
      ...real,
      sayWord: async (...said) => {
        if (!isMute) await real.sayWord(...said);
      },
    });
    await world.restart({ transport: muted });
    await world.settle(1);
    world.sql(POOL_1, "update users set home_pool = ? where sip_uri like 'sip:given%'", POOL_2);
    await world.cycle("rows");
    world.sql(POOL_2, `vacuum into '${database}.old'`);
    isMute = true; // it has the row, and cannot say so
    while (await world.import("rows").turn());
    world.sql(POOL_2, "update users set display_name = 'theirs' where sip_uri like 'sip:given%'");
    await world.cycle("rows", POOL_2);
    while (await world.import("rows", POOL_2).turn());
    await world.restart(); // what is on its way is void, and waits as the deletion that it is by now
    world.user("sip:new@x");
    await world.cycle("rows");
    await world.askToRestore(POOL_1);
    await world.settle(5);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    await world.restart({}, () => {
      for (const tail of TAILS) rmSync(database + tail, { force: true });
      renameSync(`${database}.old`, database);
    });
    await world.settle(2);
    await world.syncNow();
    await world.settle(3);
    expect(await world.states()).toMatch("rows FinalState");
    expect(world.rows(POOL_2, POOL_1).map(({ sip_uri }) => sip_uri)).toEqual(["sip:a@x", "sip:new@x"]);
  },
);

test.each(["adopt", "restore"] as const)(
  "a row whose handover neither side remembers has an owner again after the %s of the one that went back",
  async (how) => {
    const database = join(world.folder, "pools", POOL_2, "user.db");
    world.user("sip:given@x");
    await world.settle(2);
    world.sql(POOL_1, "update users set home_pool = ? where sip_uri = 'sip:given@x'", POOL_2);
    await world.cycle("rows");
    world.sql(POOL_2, `vacuum into '${database}.old'`);
    await world.settle(3);
    world.sql(POOL_1, "delete from deleted"); // as if that were longer ago than it is kept
    await world.restart({}, () => {
      for (const tail of TAILS) rmSync(database + tail, { force: true });
      renameSync(`${database}.old`, database);
    });
    await world.settle(2);
    await world.syncNow();
    await world.settle(3);
    expect(await world.status("rows", POOL_2)).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-rewound" });
    await (how === "adopt" ? world.askToAdopt(POOL_2) : world.askToRestore(POOL_2));
    await world.restart();
    await world.settle(4);
    const owners = [POOL_1, POOL_2].map((pool) => world.rows(pool, POOL_2).map(({ sip_uri }) => sip_uri));
    expect(owners).toEqual([["sip:given@x"], ["sip:given@x"]]);
    const all = "rows FinalState, files FinalState";
    expect([await world.states(), await world.states(POOL_2)]).toEqual([all, all]);
  },
);

test("a standby of yesterday that is sent everything holds no file that was deleted since", async () => {
  const standby = world.content(POOL_2);
  write("deleted.txt");
  writeFileSync(join(world.makeFolder("deep/er"), "deleted"), "deleted");
  await world.settle(2);
  const database = join(world.folder, "pools", POOL_2, "user.db");
  world.sql(POOL_2, `vacuum into '${database}.old'`);
  rmSync(join(world.content(POOL_1), "deleted.txt"));
  rmSync(join(world.content(POOL_1), "deep"), { recursive: true });
  await world.settle(2);
  expect(arrived()).toEqual(["a.txt"]);
  await world.restart({}, () => {
    for (const tail of TAILS) rmSync(database + tail, { force: true });
    renameSync(`${database}.old`, database);
    mkdirSync(join(standby, "deep", "er"), { recursive: true });
    for (const path of ["deleted.txt", "deep/er/deleted"]) writeFileSync(join(standby, path), "deleted");
  });
  await world.settle(2);
  expect((await world.status("files")).ExportStatus).toBe("ErrorState");
  await world.syncNow();
  await world.settle(4);
  expect(arrived()).toEqual(["a.txt"]);
  expect((await world.status("files")).ExportStatus).toBe("FinalState");
});

/** What a new package epoch begins with would hide that the standby's position went back, were it taken. */
describe("a standby of yesterday that is sent a change before it was heard", () => {
  const standby = () => join(world.folder, "pools", POOL_2, "user.db");
  const keep = () => world.sql(POOL_2, `vacuum into '${standby()}.old'`);
  const putBack = () => {
    for (const tail of TAILS) rmSync(standby() + tail, { force: true });
    renameSync(`${standby()}.old`, standby());
  };
  const change = (name: string) => {
    world.user(`sip:${name}@x`);
    write(`${name}.txt`);
  };
  const users = () => world.rows(POOL_2).map(({ sip_uri }) => sip_uri);
  const REWOUND = { ExportStatus: "ErrorState", Reason: "standby-rewound" };
  const everything = ["sip:a@x", "sip:acked@x", "sip:waits@x"];

  test("is told as rewound, and whole after a sync", async () => {
    keep();
    change("acked");
    await world.settle(2);
    await world.restart({}, putBack);
    change("waits");
    await world.settle(2);
    expect(users()).not.toContain("sip:acked@x");
    expect(await world.status("rows")).toMatchObject(REWOUND);
    expect(await world.status("files")).toMatchObject(REWOUND);
    await world.syncNow();
    await world.settle(4);
    expect(users()).toEqual(everything);
    expect(arrived()).toEqual(["a.txt", "acked.txt", "waits.txt"]);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
  });

  test("is told too when it was put back after its exporter had heard it, and had nothing to send", async () => {
    keep();
    change("acked");
    await world.settle(2);
    await world.restart();
    await world.beat();
    await world.beat();
    putBack();
    change("waits");
    await world.settle(2);
    expect(users()).not.toContain("sip:acked@x");
    expect(await world.status("rows")).toMatchObject(REWOUND);
    expect(await world.status("files")).toMatchObject(REWOUND);
  });

  test("stays rewound until it was compared: not only until it answered, also when nobody asks any more", async () => {
    const sight = { isDim: false };
    const rows: Meddling["rows"] = (real, pool) => ({
      ...real,
      takeChanges: async (...values) => {
        if (pool === POOL_1 && sight.isDim) throw new Error("database is locked");
        return real.takeChanges(...values);
      },
    });
    keep();
    change("acked");
    await world.settle(2);
    await world.restart({ rows }, putBack);
    await world.settle(1);
    expect(await world.status("rows")).toMatchObject(REWOUND);
    const id = await world.syncNow();
    await world.ask("rows");
    sight.isDim = true;
    await world.cycle("rows"); // the answer was taken up, and the look failed
    sight.isDim = false;
    await world.ledger.doors.cancel(id, anActor());
    await world.settle(1);
    expect(users()).not.toContain("sip:acked@x");
    expect(await world.status("rows")).toMatchObject(REWOUND);
    await world.restart();
    change("waits");
    await world.settle(1);
    expect(users()).not.toContain("sip:acked@x");
    expect(await world.status("rows")).toMatchObject(REWOUND);
    await world.syncNow();
    await world.settle(4);
    expect(users()).toEqual(everything);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    await world.restart();
    await world.settle(1);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
  });

  test("and whose home cannot read all of its own is told that, as long as a sync that mends nothing before goes on", async () => {
    const sight = { isDim: false };
    const files: Meddling["files"] = (real) => ({
      ...real,
      compare: async (...asked) => {
        const news = await real.compare(...asked);
        const isDim = (at: number) => sight.isDim && asked[1][at]?.folder === "secret";
        return news.map((one, at) => (isDim(at) ? { is: "unreadable", sentence: "EACCES", path: "secret" } : one));
      },
    });
    world.makeFolder("secret");
    keep();
    change("acked");
    await world.settle(2);
    await world.restart({ files }, putBack);
    await world.settle(1);
    expect(await world.status("files")).toMatchObject(REWOUND);
    sight.isDim = true;
    await world.syncNow();
    const seen = new Set<string | null>();
    await world.settle(2); // asked, answered, looked
    for (let step = 0; step < 3; step++) {
      await world.cycle("files");
      seen.add((await world.status("files")).Reason);
      await world.imports("files");
      seen.add((await world.status("files")).Reason);
      world.clock.travel(130_000);
      await world.beat();
      seen.add((await world.status("files")).Reason);
    }
    expect([...seen]).toEqual(["scan-failed"]);
  });

  test("and whose home has lost its content: what comes back is sent again, all of it, and nobody has to ask twice", async () => {
    keep();
    change("acked");
    await world.settle(2);
    await world.restart({}, () => {
      putBack();
      rmSync(world.content(POOL_1), { recursive: true });
    });
    await world.settle(1);
    expect(await world.status("files")).toMatchObject({ Reason: "store-lost" }); // what a sync of this side would not mend
    await world.syncNow(POOL_1);
    await world.settle(1);
    await world.syncNow(POOL_2);
    await world.settle(6);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    expect(arrived()).toEqual(readdirSync(world.content(POOL_1)).filter((name) => !name.startsWith(".")));
  });

  test("is told after another death, while the package still lies there", async () => {
    keep();
    change("acked");
    await world.settle(2);
    await world.restart({}, putBack);
    change("waits");
    await world.cycle("rows");
    await world.restart();
    await world.settle(2);
    expect(await world.status("rows")).toMatchObject(REWOUND);
  });

  test("takes it, and everything after it, once it is adopted: what another store acknowledged is not asked of it", async () => {
    keep();
    change("acked");
    await world.settle(2);
    await world.restart({}, putBack);
    await world.askToAdopt(POOL_2);
    await world.restart();
    change("waits");
    await world.cycle("rows");
    await world.imports("rows");
    expect((await world.status("rows")).Reason).not.toBe("standby-rewound");
    expect(users()).toContain("sip:waits@x");
    await world.settle(4);
    expect(users()).toEqual(everything);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });
});

/** The book of what waits and the list of what was seen know something together only when they are of one day. */
describe("a scan list and a user database of different days", () => {
  test("as the list is of yesterday: deletions since are not known, so nothing is Final", async () => {
    const list = path("scan.db");
    await world.restart({}, () => copy(list, `${list}.old`));
    write("new.txt");
    await world.settle(2);
    await world.restart({}, () => {
      rmSync(join(world.content(POOL_1), "new.txt"));
      copy(`${list}.old`, list);
    });
    write("newer.txt");
    await world.settle(3);
    expect(arrived()).toContain("newer.txt");
    expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "scan-list-lost" });
  });

  test("as the database is of yesterday: what waited since is sent all the same", async () => {
    const database = path("user.db");
    let isAway = false;
    await world.restart({
      transport: (real) => ({
        ...real,
        stage: async (lane, id) => {
          if (isAway && lane.module === DATA_CONF) throw new Error("away");
          return real.stage(lane, id);
        },
      }),
    });
    await world.settle(2);
    world.sql(POOL_1, `vacuum into '${database}.old'`);
    isAway = true;
    write("waits.txt");
    await world.settle(1);
    await world.restart({}, () => {
      for (const tail of TAILS) rmSync(database + tail, { force: true });
      renameSync(`${database}.old`, database);
    });
    await world.settle(3);
    expect(arrived()).toContain("waits.txt");
    expect((await world.status("files")).ExportStatus).not.toBe("FinalState");
  });

  test("by a death between their two writes: nothing is the matter", async () => {
    for (const dies of ["before", "after"] as const) {
      write(`${dies}.txt`);
      let deaths = 0;
      await world.restart({
        book: (real, pool) => ({
          ...real,
          rememberLook: async (module, stamp) => {
            const isDeath = pool === POOL_1 && deaths++ === 0;
            if (isDeath && dies === "before") throw new Error("dies");
            await real.rememberLook(module, stamp);
            if (isDeath) throw new Error("dies");
          },
        }),
      });
      await world.cycle("files");
      expect(deaths).toBe(1);
      await world.restart();
      await world.settle(2);
      expect((await world.status("files")).ExportStatus).toBe("FinalState");
    }
    expect(arrived()).toEqual(["a.txt", "after.txt", "before.txt"]);
  });
});
