import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_DETAIL } from "#lib/domain/request.ts";
import type { SyncInterval } from "#lib/domain/sync-interval.ts";
import { setCmsMaster } from "#lib/testkit/cms-master.ts";
import { Crash, Death } from "#lib/testkit/crash.ts";
import { anActor, CMS_MASTER, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

// CentralMgmt.CMSMaster from end to end (DESIGN 5, DOMAIN 3.4): pool 1 is the master.

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
  await world.learn();
});
afterEach(() => world.close());

const documents = (pool = POOL_1) => world.sql(pool, "select * from cms_documents order by name");
const numbers = (pool = POOL_1) =>
  documents(pool).map(({ name, master_epoch, version }) => `${name} ${master_epoch}.${version}`);
const interval = (seconds: number) =>
  world.ledger.doors.configure({ syncInterval: (seconds * 1000) as SyncInterval }, anActor());
const states = async (pool = POOL_1) => {
  const { ExportStatus, ImportStatus, Reason } = await world.status("documents", pool);
  return `${ExportStatus} ${ImportStatus} ${Reason}`;
};
/** Longer than the publisher rests. */
const learnLater = async () => {
  world.clock.travel(6_000);
  await world.learn();
};

describe("publishing", () => {
  test("the first start publishes topology and settings on the master alone", () => {
    expect(numbers()).toEqual(["configuration 1.1", "topology 1.1"]);
    expect(documents(POOL_2)).toEqual([]);
    const [configuration, topology] = documents().map(({ content }) => JSON.parse(String(content)));
    expect(configuration).toMatchObject({ syncInterval: 120_000, maxBatchesPerCmsSync: 500 });
    expect(topology).toEqual({ cmsMaster: POOL_1, pairs: [{ a: POOL_1, b: POOL_2 }], pools: [POOL_1, POOL_2] });
  });

  test("nothing is published while nothing changes, also not by a start", async () => {
    await learnLater();
    await world.restart();
    await learnLater();
    expect(numbers()).toEqual(["configuration 1.1", "topology 1.1"]);
  });

  test("a change of a setting is the next version of that document, learned at once", async () => {
    await interval(60);
    await world.learn();
    expect(numbers()).toEqual(["configuration 1.2", "topology 1.1"]);
    expect(String(documents()[0]?.content)).toContain('"syncInterval":60000');
  });

  test.each([
    ["the same", 60, "configuration 1.2"],
    ["another one", 90, "configuration 1.3"],
  ])("a death between ledger and document is finished by the next start, for %s", async (_what, then, expected) => {
    await interval(60);
    await world.restart({
      ledger: (real) => ({
        ...real,
        publish: async (...asked) => {
          await real.publish(...asked);
          throw new Crash();
        },
      }),
    });
    expect(numbers()).toEqual(["configuration 1.1", "topology 1.1"]);
    expect(await world.ledger.engine.published()).toMatchObject([{ version: 2 }, { version: 1 }]);
    await interval(then);
    await world.restart();
    expect(numbers()).toEqual([expected, "topology 1.1"]);
    expect(String(documents()[0]?.content)).toContain(`"syncInterval":${then}000`);
  });

  test("a master whose database is another one gets no document, and its store is not found out by writing", async () => {
    world.sql(POOL_1, "update store set store_id = 'another'");
    await interval(60);
    await world.learn();
    expect(numbers()).toEqual(["configuration 1.1", "topology 1.1"]);
    world.sql(POOL_1, "update store set store_id = 'store 1'");
    await learnLater();
    expect(numbers()).toEqual(["configuration 1.2", "topology 1.1"]);
  });
});

describe("carrying", () => {
  test("the standby holds what the master published, and both sides say so", async () => {
    expect(await states(POOL_1)).toBe("NotInitialized NormalState starting");
    await world.carryDocuments();
    expect(documents(POOL_2)).toEqual(documents());
    expect(await states(POOL_1)).toBe("FinalState NormalState null");
    expect(await states(POOL_2)).toBe("NotInitialized NormalState not-cms-master");
  });

  test("a change is no secret before it was carried: pending within a beat, Final when it is acknowledged", async () => {
    await world.carryDocuments();
    await interval(60);
    await world.learn();
    expect(await world.status("documents")).toMatchObject({ ExportStatus: "SteadyState", PendingItems: 1 });
    await world.cycle("documents");
    expect(await states()).toBe("SteadyState NormalState null");
    await world.hearDocuments();
    expect(await states()).toBe("FinalState NormalState null");
    expect(documents(POOL_2)).toEqual(documents());
  });

  test.each(["full-push", "delta", "restore"] as const)(
    "a %s carries what the standby lacks and ends; where nothing is exported it ends at once",
    async (what) => {
      await world.carryDocuments();
      world.sql(POOL_2, "delete from cms_documents");
      world.sql(POOL_2, "delete from cms_known");
      if (what === "delta") await interval(60);
      for (const [from, to] of [
        [POOL_1, POOL_2],
        [POOL_2, POOL_1],
      ] as const) {
        const asked = {
          what,
          from,
          to,
          modules: [CMS_MASTER],
          detail: NO_DETAIL,
        } as const;
        await world.ledger.doors.request(asked, anActor());
      }
      await world.learn();
      for (let round = 0; round < 3; round++) await world.carryDocuments();
      await world.tell();
      expect(await world.ledger.engine.openRequests()).toEqual([]);
      expect(documents(POOL_2)).toEqual(what === "delta" ? documents().slice(0, 1) : documents());
      expect(await states()).toBe("FinalState NormalState null");
    },
  );

  test("a death at any step, before or after it, leaves both sides the same in the end", async () => {
    const live = async (at: number, isAfter: boolean): Promise<number> => {
      await interval(60 + at * 2 + (isAfter ? 1 : 0));
      const death = new Death(at, isAfter);
      await world.restart({ transport: (real) => death.mortal(real), book: (real) => death.mortal(real) });
      await world.carryDocuments().catch(() => {}); // what matters is what is on disk
      await world.restart();
      await world.carryDocuments();
      await world.hearDocuments();
      expect(await states()).toBe("FinalState NormalState null");
      expect(documents(POOL_2)).toEqual(documents());
      return death.calls;
    };
    const calls = await live(0, false);
    expect(calls).toBeGreaterThan(15);
    const stride = Math.ceil(calls / 24);
    for (let at = 1, lives = 0; at <= calls; at += stride, lives++) await live(at, lives % 2 === 0);
  });
});

describe("a document that was not published", () => {
  beforeEach(() => world.carryDocuments());

  const incident = (path: string) => ({
    ExportStatus: "ErrorState",
    Reason: "document-not-published",
    LastError: { Side: "Export", Path: `cms_documents ${path}` },
  });

  test.each([
    ["of a foreign name", "rogue", "insert into cms_documents values ('rogue', 1, 1, '{}')"],
    ["altered", "topology", "update cms_documents set content = '[]' where name = 'topology'"],
    ["of a later version", "topology", "update cms_documents set version = 9 where name = 'topology'"],
    ["of a later epoch", "topology", "update cms_documents set master_epoch = 9 where name = 'topology'"],
  ])("%s is told and stays where it is; everything else goes on; deleting it ends it", async (_what, name, sql) => {
    const before = documents(POOL_2);
    world.sql(POOL_1, sql);
    expect(await world.status("documents")).toMatchObject(incident(name));
    await interval(60);
    await world.carryDocuments();
    expect(await world.status("documents")).toMatchObject(incident(name));
    expect(numbers(POOL_2)).toEqual(["configuration 1.2", "topology 1.1"]);
    expect(documents(POOL_2)[1]).toEqual(before[1]);

    world.sql(POOL_1, "delete from cms_documents where name = ?", name);
    await learnLater();
    await world.carryDocuments();
    expect(await states()).toBe("FinalState NormalState null");
    expect(numbers()).toEqual(["configuration 1.2", "topology 1.1"]);
    expect(documents(POOL_2)).toEqual(documents());
  });

  test("what was deleted or set back to an older version is put back, and nobody has to hear of it", async () => {
    const before = documents();
    world.sql(POOL_1, "delete from cms_documents where name = 'topology'");
    world.sql(POOL_1, "update cms_documents set version = 0, content = '[]' where name = 'configuration'");
    expect((await world.status("documents")).ExportStatus).toBe("FinalState"); // as of the last look
    await world.cycle("documents");
    expect((await world.status("documents")).ExportStatus).toBe("SteadyState"); // it misses what was published
    await learnLater();
    expect(documents()).toEqual(before);
    await world.carryDocuments();
    expect(await states()).toBe("FinalState NormalState null");
  });

  test("an altered one is put right by the next version of it, a later one is not", async () => {
    world.sql(POOL_1, "update cms_documents set content = '[]' where name = 'configuration'");
    await interval(60);
    await world.carryDocuments();
    expect(await states()).toBe("FinalState NormalState null");
    world.sql(POOL_1, "update cms_documents set version = 9 where name = 'configuration'");
    await interval(90);
    await world.carryDocuments();
    expect(numbers()).toEqual(["configuration 1.9", "topology 1.1"]);
    expect(numbers(POOL_2)).toEqual(["configuration 1.2", "topology 1.1"]);
    expect(await world.status("documents")).toMatchObject(incident("configuration"));
  });

  test("one that turns up between look and packing does not travel", async () => {
    await interval(60);
    await world.restart({
      book: (real) => ({
        ...real,
        next: (...asked) => {
          world.sql(POOL_1, "update cms_documents set content = '[]' where name = 'configuration'");
          return real.next(...asked);
        },
      }),
    });
    await world.cycle("documents");
    await world.hearDocuments();
    expect(await world.status("documents")).toMatchObject({ ...incident("configuration"), PendingItems: 1 });
    expect(numbers(POOL_2)).toEqual(["configuration 1.1", "topology 1.1"]);
  });

  test.each([
    ["of a foreign name", "rogue", "insert into cms_documents values ('rogue', 1, 1, '{}')"],
    ["altered", "topology", "update cms_documents set content = '[]' where name = 'topology'"],
    ["of a later version", "topology", "update cms_documents set version = 9 where name = 'topology'"],
  ])("on the standby, %s, it is told by the import, which goes on", async (_what, name, sql) => {
    world.sql(POOL_2, sql);
    await world.hearDocuments();
    const failing = { ImportStatus: "ErrorState", Reason: "document-not-published" };
    expect(await world.status("documents", POOL_2)).toMatchObject({
      ...failing,
      ExportStatus: "NotInitialized",
      LastError: { Side: "Import", Path: `cms_documents ${name}` },
    });
    expect(await states(POOL_1)).toBe("SteadyState NormalState partner-fails");
    await interval(60);
    await world.carryDocuments();
    expect(numbers(POOL_2)).toContain("configuration 1.2");
    expect(await world.status("documents", POOL_2)).toMatchObject(failing);

    world.sql(POOL_2, "delete from cms_documents where name = ?", name);
    await world.hearDocuments();
    expect(documents(POOL_2)).toEqual(documents());
    expect(await states(POOL_2)).toBe("NotInitialized NormalState not-cms-master");
    expect(await states(POOL_1)).toBe("FinalState NormalState null");
  });
});

describe("masters", () => {
  test("the roles swap: the new master publishes in a higher epoch, the old one imports, and nothing fails (DOMAIN 10 no. 19)", async () => {
    await world.carryDocuments();
    await world.restart({}, () => setCmsMaster(world.folder, POOL_2));
    expect(numbers(POOL_2)).toEqual(["configuration 2.2", "topology 2.2"]);
    expect(numbers(POOL_1)).toEqual(["configuration 1.1", "topology 1.1"]);
    await world.carryDocuments(POOL_2);
    expect(documents(POOL_1)).toEqual(documents(POOL_2));
    expect(await states(POOL_2)).toBe("FinalState NormalState null");
    expect(await states(POOL_1)).toBe("NotInitialized NormalState not-cms-master");
    await world.restart({}, () => setCmsMaster(world.folder, POOL_1));
    await world.carryDocuments(POOL_1);
    expect(numbers(POOL_2)).toEqual(["configuration 3.3", "topology 3.3"]);
    expect(await states(POOL_1)).toBe("FinalState NormalState null");
  });

  test("of two masters the one that is none any more is not listened to, whatever it still has on its way (DOMAIN 10 no. 19)", async () => {
    await world.carryDocuments();
    await interval(60);
    await world.learn();
    await world.cycle("documents"); // sent by pool 1, and not imported before pool 2 took over
    await world.restart({}, () => setCmsMaster(world.folder, POOL_2));
    while (await world.import("documents", POOL_1).turn());
    await world.import("documents", POOL_1).keepWord();
    await world.cycle("documents", POOL_1);
    expect(numbers(POOL_2)).toEqual(["configuration 2.3", "topology 2.2"]);
    await world.carryDocuments(POOL_2);
    expect(documents(POOL_1)).toEqual(documents(POOL_2));
  });

  test("a pair without a Central Management store carries none, says that it is not meant to, and is well otherwise (DOMAIN 10 no. 20)", async () => {
    await world.restart({}, () => setCmsMaster(world.folder, null));
    await learnLater();
    await world.settle(2);
    for (const pool of [POOL_1, POOL_2]) {
      expect(await states(pool)).toBe("NotInitialized NormalState not-cms-master");
      expect((await world.status("documents", pool)).Role).toBe("none");
      expect(existsSync(join(world.content(pool), "..", "..", "BackupStore", CMS_MASTER))).toBe(false);
    }
    for (const status of await world.poolStatuses()) {
      expect(status).toMatchObject({ OverallExportStatus: "FinalState", OverallImportStatus: "NormalState" });
    }
  });
});
