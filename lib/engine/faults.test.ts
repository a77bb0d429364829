import {
  appendFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Ack } from "#lib/domain/ack.ts";
import { isGreen } from "#lib/domain/overall-state.ts";
import type { ManifestHash } from "#lib/domain/package.ts";
import type { Transport } from "#lib/ports/transport.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const packages = () => {
  const folder = join(world.folder, "pools", POOL_2, "files", "BackupStore", PRESENCE, `from-${POOL_1}`);
  return readdirSync(folder).map((name) => join(folder, name));
};
const edit = (name: string) => world.sql(POOL_1, "update users set display_name = ?", name);

describe("a package", () => {
  test("that was altered is refused, told, and sent again by itself (DOMAIN 10 no. 14)", async () => {
    edit("B");
    await world.cycle("rows");
    const [sent] = packages();
    if (!sent) throw new Error("nothing was sent");
    const part = join(sent, "000001");
    const bytes = readFileSync(part);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(part, bytes);
    world.clock.travel(6_000);
    await world.imports("rows");
    expect(await world.status("rows", POOL_2)).toMatchObject({
      ImportStatus: "ErrorState",
      LastError: { Side: "Import", Code: "package-damaged" },
    });
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "A" }]);
    await world.settle(2);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "B" }]);
    expect((await world.status("rows", POOL_2)).ImportStatus).toBe("NormalState");
  });

  test("that vanished before it was imported is sent again by itself", async () => {
    edit("B");
    await world.cycle("rows");
    for (const path of packages()) rmSync(path, { recursive: true });
    world.clock.travel(6_000);
    await world.imports("rows");
    expect((await world.status("rows")).ExportStatus).toBe("SteadyState");
    await world.settle(2);
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "B" }]);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("copied under a number that was never sent is debris, and no proof of a later past", async () => {
    edit("B");
    await world.cycle("rows");
    const [sent] = packages();
    if (!sent) throw new Error("nothing was sent");
    const [epoch, seq] = sent.slice(sent.lastIndexOf("/") + 1).split("-");
    cpSync(sent, join(sent, "..", `${epoch}-${Number(seq) + 1}`), { recursive: true });
    await world.settle(3);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "B" }]);
  });

  test("that is put back after it was applied changes nothing (DOMAIN 10 no. 11)", async () => {
    edit("B");
    await world.cycle("rows");
    const [sent] = packages();
    if (!sent) throw new Error("nothing was sent");
    renameSync(sent, `${sent}.kept`);
    const copy = () => {
      mkdirSync(sent);
      for (const name of readdirSync(`${sent}.kept`))
        writeFileSync(join(sent, name), readFileSync(join(`${sent}.kept`, name)));
    };
    copy();
    await world.imports("rows");
    edit("C");
    await world.settle(1);
    copy();
    await world.settle(1);
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "C" }]);
    expect(packages()).toEqual([`${sent}.kept`]);
  });
});

describe("an ack", () => {
  test("for another hash clears nothing, and what is on its way goes again", async () => {
    const lie = (real: Transport): Transport => ({
      ...real,
      partnerWord: async (lane) => {
        const word = await real.partnerWord(lane);
        return word?.applied ? { ...word, applied: { ...word.applied, hash: "0".repeat(64) as ManifestHash } } : word;
      },
    });
    await world.restart({ transport: lie });
    edit("B");
    await world.cycle("rows");
    await world.imports("rows");
    expect(await world.status("rows")).toMatchObject({ UnackedPackages: 1 });
    expect((await world.status("rows")).ExportStatus).not.toBe("FinalState");
    await world.restart();
    await world.settle(2);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("of before the engine started is no heartbeat", async () => {
    await world.restart();
    await world.cycle("rows");
    await world.export("rows").listen();
    await world.export("rows").listen();
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "Unknown", Reason: "partner-unheard" });
    await world.imports("rows");
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("of before that is read once after a start is over with the next one", async () => {
    const words: Ack[] = [];
    const put = { back: false };
    const transport = (real: Transport): Transport => ({
      ...real,
      partnerWord: async (lane) => {
        const word = await real.partnerWord(lane);
        if (lane.from !== POOL_1 || lane.module !== PRESENCE || word === null) return word;
        words.push(word);
        return put.back ? (words[0] ?? null) : word;
      },
    });
    await world.restart({ transport });
    await world.settle(1);
    edit("B");
    await world.settle(1);
    put.back = true;
    await world.restart({ transport });
    await world.cycle("rows");
    put.back = false;
    await world.export("rows").listen();
    await world.cycle("rows");
    await world.imports("rows");
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "FinalState", Reason: null });
  });

  test("that stands behind what it acknowledged before is an error, until a person says Sync now", async () => {
    edit("B");
    await world.settle(1);
    world.sql(POOL_2, "delete from positions");
    await world.settle(1);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-rewound" });
    await world.syncNow();
    await world.settle(4);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });
});

describe("a lost marker", () => {
  const marker = (pool: string, ...folders: string[]) =>
    join(world.folder, "pools", pool, "files", ...folders, ".pairkeeper-store");

  test.each([
    ["the source's root", () => marker(POOL_1), "files"],
    ["the source's content", () => marker(POOL_1, "DataConf", POOL_1), "files"],
    ["the standby's root", () => marker(POOL_2), "files"],
    ["the standby's content", () => marker(POOL_2, "DataConf", POOL_1), "files"],
    ["the root that packages go to", () => marker(POOL_2), "rows"],
  ] as const)("of %s is an error, and green only when it is back", async (_what, path, kind) => {
    const gone = `${path()}.gone`;
    renameSync(path(), gone);
    writeFileSync(join(world.content(POOL_1), "b.txt"), "b");
    edit("B");
    await world.settle(1);
    await world.beat();
    const status = await world.status(kind);
    expect(isGreen(status.ExportStatus)).toBe(false);
    if (status.ExportStatus !== "Unknown") expect(status.ExportStatus).toBe("ErrorState");
    renameSync(gone, path());
    await world.settle(3);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    expect(readFileSync(join(world.content(POOL_2), "b.txt"), "utf8")).toBe("b");
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  });

  test("is seen between cycles, and nothing is written into the folder that lost it", async () => {
    const path = marker(POOL_2, "DataConf", POOL_1);
    renameSync(path, `${path}.gone`);
    rmSync(join(world.content(POOL_2), "a.txt"));
    writeFileSync(join(world.content(POOL_1), "b.txt"), "b");
    await world.settle(2);
    expect(readdirSync(world.content(POOL_2))).toEqual([".pairkeeper-store.gone"]);
    expect(await world.status("files", POOL_2)).toMatchObject({ ImportStatus: "ErrorState", Reason: "store-lost" });
    expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-lost" });
  });

  test("of a user database that was removed is an error, and it is not made anew", async () => {
    const path = join(world.folder, "pools", POOL_1, "user.db");
    renameSync(path, `${path}.gone`);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-lost" });
    await world.settle(1);
    expect(readdirSync(join(world.folder, "pools", POOL_1))).not.toContain("user.db");
    renameSync(`${path}.gone`, path);
    await world.settle(2);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });
});

describe("an item", () => {
  test("deleted while the triggers were off makes the export an error that stays", async () => {
    world.sql(POOL_1, "drop trigger capture_users_after_delete");
    world.sql(POOL_1, "delete from users");
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "capture-off" });
    await world.settle(3);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "capture-off" });
  });

  test("written while the triggers were away for a moment is not Final over the older one", async () => {
    const triggers = world.sql(
      POOL_1,
      "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'users'",
    );
    for (const { name } of triggers) world.sql(POOL_1, `drop trigger ${name}`);
    edit("unseen");
    for (const { sql } of triggers) world.sql(POOL_1, String(sql));
    await world.settle(3);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "capture-off" });
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "unseen" }]);
  });
});

test("a standby's database that was taken away is told as lost with its importer's next word", async () => {
  const path = join(world.folder, "pools", POOL_2, "user.db");
  renameSync(path, `${path}.gone`);
  await world.cycle("rows", POOL_2); // its own export finds out first and closes what both share
  await world.beat();
  expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-lost" });
  expect(await world.status("rows", POOL_2)).toMatchObject({ ImportStatus: "ErrorState", Reason: "store-lost" });
});

describe("something of another kind in an item's place on the standby", () => {
  test("goes to the trash, for the standby is its owner's", async () => {
    mkdirSync(join(world.content(POOL_2), "thing"));
    writeFileSync(join(world.content(POOL_2), "thing", "kept"), "kept");
    writeFileSync(join(world.content(POOL_1), "thing"), "a file");
    await world.settle(2);
    expect(readFileSync(join(world.content(POOL_2), "thing"), "utf8")).toBe("a file");
    const trash = join(world.folder, "pools", POOL_2, "files", "Trash", POOL_1);
    expect(readdirSync(trash, { recursive: true, encoding: "utf8" }).some((path) => path.endsWith("thing/kept"))).toBe(
      true,
    );
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
  });
});

describe("a source database that went back in time", () => {
  const goBack = async (change: () => Promise<void>) => {
    const path = join(world.folder, "pools", POOL_1, "user.db");
    world.sql(POOL_1, `vacuum into '${path}.old'`);
    await change();
    for (const tail of ["-wal", "-shm"]) rmSync(path + tail, { force: true });
    renameSync(`${path}.old`, path);
  };

  test("is an error, not Final over newer rows", async () => {
    await goBack(async () => {
      edit("B");
      await world.settle(1);
    });
    await world.restart();
    await world.settle(2);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-rewound" });
  });

  test("while the engine runs is one as well", async () => {
    await goBack(async () => {
      edit("B");
      await world.settle(1);
    });
    await world.settle(3);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-rewound" });
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "B" }]);
  });

  test("is an error too when only the packages on their way know better, and they stay", async () => {
    await goBack(async () => {
      edit("B");
      await world.cycle("rows");
    });
    await world.restart();
    await world.settle(2);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "store-rewound" });
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "B" }]);
  });
});

describe("words", () => {
  test("name the source's own lost root, not a rewound partner", async () => {
    const root = join(world.folder, "pools", POOL_1, "files");
    renameSync(root, `${root}.gone`);
    await world.export("rows").listen();
    const { Reason } = await world.status("rows");
    renameSync(`${root}.gone`, root);
    expect(Reason).not.toBe("standby-rewound");
  });

  test("do not call a standby rewound that is lost when the engine starts", async () => {
    edit("B");
    await world.settle(1);
    const marker = join(world.content(POOL_2), ".pairkeeper-store");
    renameSync(marker, `${marker}.gone`);
    await world.restart();
    await world.settle(2);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-lost" });
  });

  test("of an error keep the counts that were last known, and do not say 0 for what was never counted", async () => {
    edit("B");
    const path = join(world.folder, "pools", POOL_1, "user.db");
    await world.tell();
    renameSync(path, `${path}.gone`);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", PendingItems: 1 });
    await world.restart();
    expect(await world.status("rows")).toMatchObject({ PendingItems: null, SecondsAtRisk: null });
    renameSync(`${path}.gone`, path);
  });
});

test("an error keeps what was known of the backlog, and ends in the true state, not in Final (DOMAIN 10 no. 7)", async () => {
  edit("B");
  await world.tell();
  let isFull = true;
  const stage = (real: Transport): Transport => ({
    ...real,
    stage: async (lane, id) => {
      if (isFull && lane.module === PRESENCE) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
      return real.stage(lane, id);
    },
  });
  await world.restart({ transport: stage });
  await world.cycle("rows");
  expect(await world.status("rows")).toMatchObject({
    ExportStatus: "ErrorState",
    Reason: "disk-full",
    PendingItems: 1,
  });
  isFull = false;
  await world.cycle("rows");
  for (let word = 0; word < 2; word++) {
    world.clock.travel(5_000);
    await world.import("rows").keepWord(); // it is there, and has not imported
    await world.export("rows").listen();
  }
  expect(await world.status("rows")).toMatchObject({ ExportStatus: "SteadyState", UnackedPackages: 1 });
  await world.settle(1);
  expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  expect(world.rows(POOL_2)).toMatchObject([{ display_name: "B" }]);
});

test("a files import whose positions' database was taken away is an error", async () => {
  const path = join(world.folder, "pools", POOL_2, "user.db");
  renameSync(path, `${path}.gone`);
  writeFileSync(join(world.content(POOL_1), "b.txt"), "b");
  await world.cycle("files");
  await world.import("files").turn();
  const { ImportStatus } = await world.status("files", POOL_2);
  renameSync(`${path}.gone`, path);
  expect(isGreen(ImportStatus)).toBe(false);
});

describe("a file", () => {
  const whilePacking = (change: () => void) => (real: LaneBook) => ({
    ...real,
    next: async (...args: Parameters<LaneBook["next"]>) => {
      const entries = await real.next(...args);
      if (args[0] === DATA_CONF && entries.length > 0) change();
      return entries;
    },
  });

  test("that is always written to is at risk since what was acked, not since ever", async () => {
    const path = join(world.content(POOL_1), "a.txt");
    await world.restart({ book: whilePacking(() => appendFileSync(path, "more")) });
    appendFileSync(path, "more");
    for (let round = 0; round < 6; round++) {
      await world.cycle("files");
      await world.imports("files");
      world.clock.travel(120_000);
    }
    expect((await world.status("files")).SecondsAtRisk).toBeLessThan(400);
  });

  test("below a folder that became a link after the look is not followed out of the store", async () => {
    const outside = join(world.folder, "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "x"), "secret");
    const folder = world.makeFolder("deep");
    writeFileSync(join(folder, "x"), "ours");
    const swap = () => {
      if (lstatSync(folder).isSymbolicLink()) return;
      rmSync(folder, { recursive: true });
      symlinkSync(outside, folder);
    };
    await world.restart({ book: whilePacking(swap) });
    await world.cycle("files");
    await world.imports("files");
    const copy = join(world.content(POOL_2), "deep", "x");
    expect(existsSync(copy) ? readFileSync(copy, "utf8") : "").not.toBe("secret");
  });

  test("that was written under another name first leaves no deletion behind", async () => {
    const [part, name] = ["slides.part", "slides.pptx"].map((one) => join(world.content(POOL_1), one));
    writeFileSync(part ?? "", "slides");
    const { ctimeNs: writtenNs } = statSync(part ?? "", { bigint: true });
    let asked = 0;
    await world.restart({
      // The file server's clock as it is: what was written just now is too young to be told apart from a next change.
      files: (real) => ({ ...real, clockNs: async () => writtenNs + (asked++ === 0 ? 0n : 5_000_000_000n) }),
      book: (real) => ({
        ...real,
        add: async (module, entries, at) => {
          await real.add(module, entries, at);
          if (existsSync(part ?? "")) renameSync(part ?? "", name ?? "");
        },
      }),
    });
    await world.settle(2);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "FinalState", PendingItems: 0 });
    expect(readdirSync(world.content(POOL_2))).toContain("slides.pptx");
  });

  test("that cannot be read holds up no other, and is told by its name", async () => {
    for (const name of ["b", "c", "d"]) writeFileSync(join(world.content(POOL_1), name), name);
    await world.restart({
      files: (real) => ({
        ...real,
        copyOut: async (home, asked, room) => {
          const copied = await real.copyOut(home, asked, room);
          return copied.map((folder, at) => ({
            ...folder,
            outcomes: folder.outcomes.map((outcome, item) =>
              asked[at]?.names[item] === "c"
                ? { is: "unreadable", sentence: "EACCES: permission denied", path: "c" }
                : outcome,
            ),
          }));
        },
      }),
    });
    await world.settle(2);
    expect(readdirSync(world.content(POOL_2))).toEqual(expect.arrayContaining(["b", "d"]));
    expect(await world.status("files")).toMatchObject({
      ExportStatus: "ErrorState",
      LastError: { Code: "scan-failed", Path: "c" },
      PendingItems: 1,
    });
    await world.restart();
    await world.settle(2);
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
  });
});
