import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isGreen } from "#lib/domain/overall-state.ts";
import type { ManifestHash } from "#lib/domain/package.ts";
import type { Transport } from "#lib/ports/transport.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
  world.user("sip:a@x");
  writeFileSync(join(world.content(POOL_1), "a.txt"), "content");
  await world.settle(2);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});
afterEach(() => world.close());

const packages = () => {
  const folder = join(world.folder, "pools", POOL_2, "files", "BackupStore", PRESENCE, `from-${POOL_1}`);
  return readdirSync(folder).map((name) => join(folder, name));
};
const edit = (name: string) => world.sql(POOL_1, "update users set display_name = ?", name);

describe("a package", () => {
  test("that was altered is refused, told, and sent again by itself", async () => {
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

  test("that is put back after it was applied changes nothing", async () => {
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

  test("that stands behind what it acknowledged before is an error, until a person says Sync now", async () => {
    edit("B");
    await world.settle(1);
    world.sql(POOL_2, "delete from positions");
    await world.settle(1);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-rewound" });
    await world.syncNow();
    await world.settle(2);
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
    await world.syncNow();
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
  test("owned on both sides is never overwritten; the import says which", async () => {
    world.user("sip:b@x", "mine", POOL_2);
    world.user("sip:b@x", "theirs", POOL_1);
    await world.settle(2);
    expect(world.rows(POOL_2, POOL_2)).toMatchObject([{ display_name: "mine" }]);
    expect(await world.status("rows", POOL_2)).toMatchObject({
      ImportStatus: "ErrorState",
      LastError: { Code: "ownership-conflict", Path: "users sip:b@x" },
    });
    expect((await world.status("rows")).ExportStatus).not.toBe("FinalState");
    world.sql(POOL_2, "delete from users where home_pool = ?", POOL_2);
    await world.settle(3);
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("deleted while the triggers were off makes the export an error that stays", async () => {
    world.sql(POOL_1, "drop trigger capture_users_after_delete");
    world.sql(POOL_1, "delete from users");
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "capture-off" });
    await world.settle(3);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "capture-off" });
  });
});
