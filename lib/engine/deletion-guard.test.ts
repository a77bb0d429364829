import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_DETAIL } from "#lib/domain/request.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { type Short, TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
});
afterEach(() => world.close());

const HOUR = 60 * 60_000;
const KINDS: readonly Short[] = ["rows", "files"];
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);
const nameOf = (number: number) => `f${String(number).padStart(3, "0")}`;
const place = (name: string) => join(world.content(POOL_1), name);

const make = {
  rows: (some: readonly number[]) => {
    for (const number of some) world.user(`sip:${nameOf(number)}@x`);
  },
  files: (some: readonly number[]) => {
    for (const number of some) writeFileSync(place(nameOf(number)), `content ${number}`);
  },
};
const remove = {
  rows: (some: readonly number[]) => {
    for (const number of some) world.sql(POOL_1, `delete from users where sip_uri = 'sip:${nameOf(number)}@x'`);
  },
  files: (some: readonly number[]) => {
    for (const number of some) rmSync(place(nameOf(number)));
  },
};
const standby = {
  rows: () => world.rows(POOL_2).map((row) => String(row.sip_uri)),
  files: () =>
    readdirSync(world.content(POOL_2), { recursive: true, encoding: "utf8" }).filter((name) => !name.startsWith(".")),
};
const onStandby = (kind: Short) => standby[kind]().length;

/** Cycles, imports and acks of one lane until nothing moves. */
async function settle(kind: Short, rounds = 2): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await world.learn();
    await world.cycle(kind);
    await world.imports(kind);
    await world.tombstones(kind);
    await world.imports(kind);
    world.clock.travel(11_000);
    await world.beat();
  }
}

const held = async (kind: Short) => (await world.export(kind).report()).held;

async function release(kind: Short, token: string | undefined): Promise<string | undefined> {
  const modules = [kind === "rows" ? PRESENCE : DATA_CONF];
  const detail = { ...NO_DETAIL, token: token ?? null };
  const asked = { what: "release", from: POOL_1, to: POOL_2, modules, detail } as const;
  const { id } = await world.ledger.doors.request(asked, anActor());
  await settle(kind);
  return (await world.ledger.doors.requestById(id))?.runs[0]?.end ?? undefined;
}

describe.each(KINDS)("of %s", (kind) => {
  test.each([
    ["the only item leaves", 1, 1, 0],
    ["20 of 20 leave", 20, 20, 0],
    ["21 of 21 are held", 21, 21, 21],
    ["a quarter exactly, 21 of 84, is held", 84, 21, 84],
    ["less than a quarter, 21 of 85, leaves", 85, 21, 64],
  ])("%s", async (_what, all, deleted, left) => {
    make[kind](numbers(all));
    await settle(kind);
    remove[kind](numbers(deleted));
    await settle(kind);
    expect(onStandby(kind)).toBe(left);
    const isHeld = left === all;
    expect(await world.status(kind)).toMatchObject({
      ExportStatus: isHeld ? "ErrorState" : "FinalState",
      Reason: isHeld ? "deletion-guard" : null,
      HeldItems: isHeld ? deleted : 0,
      PendingItems: isHeld ? deleted : 0,
    });
  });

  test("creations and changes go on while deletions are held, and no cycle makes it Final", async () => {
    make[kind](numbers(60));
    await settle(kind);
    remove[kind](numbers(30));
    await settle(kind);
    make[kind](numbers(5, 100));
    await settle(kind);
    expect(onStandby(kind)).toBe(65);
    expect(await world.status(kind)).toMatchObject({ ExportStatus: "ErrorState", HeldItems: 30, PendingItems: 30 });
    expect((await held(kind))?.named).toHaveLength(30);
  });

  test("what is found gone while others are held is held with them; a set that grew is not let go by its old name", async () => {
    make[kind](numbers(200));
    await settle(kind);
    remove[kind](numbers(60));
    await settle(kind);
    const shown = (await held(kind))?.token;
    remove[kind](numbers(1, 60));
    await settle(kind);
    expect(await world.status(kind)).toMatchObject({ HeldItems: 61 });
    expect(await release(kind, shown)).toBe("failed");
    expect(onStandby(kind)).toBe(200);
    expect(await release(kind, (await held(kind))?.token)).toBe("done");
    expect(onStandby(kind)).toBe(139);
    expect(await world.status(kind)).toMatchObject({ ExportStatus: "FinalState", HeldItems: 0 });
  });

  test("what was let go counts no more; the next loss is judged by itself", async () => {
    make[kind](numbers(100));
    await settle(kind);
    remove[kind](numbers(50));
    await settle(kind);
    await release(kind, (await held(kind))?.token);
    expect(onStandby(kind)).toBe(50);
    remove[kind](numbers(10, 50));
    await settle(kind);
    expect(onStandby(kind)).toBe(40);
    remove[kind](numbers(11, 60));
    await settle(kind);
    expect(onStandby(kind)).toBe(40);
    expect(await world.status(kind)).toMatchObject({ HeldItems: 11 });
  });

  test("a slow removal over many short cycles is held before a quarter is gone", async () => {
    make[kind](numbers(120));
    await settle(kind);
    for (let from = 0; from < 120; from += 8) {
      remove[kind](numbers(8, from));
      await settle(kind, 1);
    }
    expect(onStandby(kind)).toBeGreaterThan(90);
    expect(await world.status(kind)).toMatchObject({ ExportStatus: "ErrorState", Reason: "deletion-guard" });
  });

  test("what left a day ago counts no more", async () => {
    make[kind](numbers(100));
    await settle(kind);
    remove[kind](numbers(20));
    await settle(kind);
    world.clock.travel(25 * HOUR);
    remove[kind](numbers(18, 20));
    await settle(kind);
    expect(onStandby(kind)).toBe(62);
    world.clock.travel(HOUR);
    remove[kind](numbers(3, 40));
    await settle(kind);
    expect(await world.status(kind)).toMatchObject({ HeldItems: 3 });
  });

  test("items that are there again are held no longer, and the others are", async () => {
    make[kind](numbers(60));
    await settle(kind);
    remove[kind](numbers(30));
    await settle(kind);
    make[kind](numbers(20));
    await settle(kind);
    expect(await world.status(kind)).toMatchObject({ HeldItems: 10, PendingItems: 10 });
    expect(onStandby(kind)).toBe(60);
    make[kind](numbers(10, 20));
    await settle(kind);
    expect(await world.status(kind)).toMatchObject({ ExportStatus: "FinalState", HeldItems: 0 });
  });

  test("an engine that is killed holds them in its next life", async () => {
    make[kind](numbers(40));
    await settle(kind);
    remove[kind](numbers(40));
    await settle(kind);
    const shown = (await held(kind))?.token;
    await world.restart();
    await settle(kind);
    expect((await held(kind))?.token).toBe(shown);
    expect(onStandby(kind)).toBe(40);
  });

  test("an engine that is killed after it looked, before anything left, holds them too", async () => {
    make[kind](numbers(40));
    await settle(kind);
    remove[kind](numbers(40));
    await world.restart({
      transport: (real) => ({ ...real, stage: () => Promise.reject(new Error("killed")) }),
    });
    await world.cycle(kind);
    await world.restart();
    await settle(kind);
    expect(onStandby(kind)).toBe(40);
    expect(await world.status(kind)).toMatchObject({ HeldItems: 40 });
  });

  test("deletions that wait for their images' acks are held when others come before they left", async () => {
    make[kind](numbers(80));
    await settle(kind);
    remove[kind](numbers(15));
    make[kind](numbers(1, 200));
    await world.cycle(kind); // the image is on its way, and the tombstones wait
    remove[kind](numbers(15, 15));
    world.clock.travel(5 * 60_000);
    await world.cycle(kind);
    await settle(kind);
    expect(onStandby(kind)).toBe(81);
    expect(await world.status(kind)).toMatchObject({ HeldItems: 30 });
  });
});

describe("renames of files", () => {
  test("30 % of the content under other names is no loss, nor are whole folders", async () => {
    make.files(numbers(70));
    for (const folder of ["a", "b"]) {
      mkdirSync(place(folder));
      for (const number of numbers(14)) writeFileSync(join(place(folder), nameOf(number)), `${folder} ${number}`);
    }
    await settle("files");
    expect(onStandby("files")).toBe(100);
    for (const number of numbers(15)) renameSync(place(nameOf(number)), place(`renamed ${number}`));
    renameSync(place("a"), place("another a"));
    await settle("files", 3);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "FinalState", HeldItems: 0 });
    expect(standby.files().filter((name) => name.startsWith("renamed"))).toHaveLength(15);
    expect(standby.files().filter((name) => name.startsWith("another a"))).toHaveLength(15);
    expect(onStandby("files")).toBe(100);
  });

  test("a move across file systems keeps size and time, and is one", async () => {
    make.files(numbers(40));
    await settle("files");
    mkdirSync(place("elsewhere"));
    for (const number of numbers(40)) {
      execFileSync("cp", ["-p", place(nameOf(number)), place("elsewhere")]); // as mv does it: times to the nanosecond
      rmSync(place(nameOf(number)));
    }
    await settle("files", 3);
    expect(onStandby("files")).toBe(41);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "FinalState" });
  });

  test("each name that is new explains one that is gone: the others are deletions", async () => {
    const at = new Date(Date.UTC(2026, 0, 1));
    for (const number of numbers(40)) {
      writeFileSync(place(nameOf(number)), "same");
      utimesSync(place(nameOf(number)), at, at);
    }
    await settle("files");
    for (const number of numbers(25)) rmSync(place(nameOf(number)));
    for (const number of numbers(3)) {
      writeFileSync(place(`copy ${number}`), "same");
      utimesSync(place(`copy ${number}`), at, at);
    }
    await settle("files", 3);
    expect(await world.status("files")).toMatchObject({ HeldItems: 25, Reason: "deletion-guard" }); // the renames wait with them
  });

  test("files that are sent again because everything is explain nothing", async () => {
    const at = new Date(Date.UTC(2026, 0, 1));
    for (const number of numbers(60)) {
      writeFileSync(place(nameOf(number)), "same");
      utimesSync(place(nameOf(number)), at, at);
    }
    await settle("files");
    for (const number of numbers(30)) rmSync(place(nameOf(number)));
    await world.restart({
      book: (real, pool) => (pool === POOL_1 ? { ...real, isBaselineDue: async () => true } : real),
    });
    await settle("files", 3);
    expect(await world.status("files")).toMatchObject({ HeldItems: 30, Reason: "deletion-guard" });
    expect(onStandby("files")).toBe(60);
  });

  test("a loss among renames holds the old names as well; the new ones arrive", async () => {
    make.files(numbers(60));
    await settle("files");
    for (const number of numbers(20)) renameSync(place(nameOf(number)), place(`renamed ${number}`));
    remove.files(numbers(25, 20));
    await settle("files", 3);
    expect(await world.status("files")).toMatchObject({ HeldItems: 45 });
    expect(onStandby("files")).toBe(80);
    expect(standby.files().filter((name) => name.startsWith("renamed"))).toHaveLength(20);
  });

  test("what was renamed, and removed before its new name was sent, stays on the standby by its old one", async () => {
    make.files(numbers(40));
    await settle("files");
    await world.ledger.doors.configure({ maxDataConfPackageSizeKB: 1 }, anActor());
    for (const number of numbers(30)) renameSync(place(nameOf(number)), place(`renamed ${number}`));
    await world.learn();
    world.clock.travel(200_000);
    await world.cycle("files"); // one of the new names leaves: the limit holds back the others
    for (const number of numbers(30)) rmSync(place(`renamed ${number}`));
    await world.ledger.doors.configure({ maxDataConfPackageSizeKB: 102_400 }, anActor());
    await settle("files", 3);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "deletion-guard" });
    expect(standby.files().filter((name) => !name.startsWith("renamed"))).toHaveLength(40);
  });
});

test("a folder that was renamed and emptied does not take along what is held below its old name", async () => {
  make.files(numbers(20));
  mkdirSync(place("d"));
  for (const number of numbers(30)) writeFileSync(join(place("d"), nameOf(number)), `content ${number}`);
  await settle("files");
  renameSync(place("d"), place("other"));
  for (const number of numbers(30)) rmSync(join(place("other"), nameOf(number)));
  await settle("files", 3);
  expect(await world.status("files")).toMatchObject({ Reason: "deletion-guard", HeldItems: 31 });
  expect(standby.files().filter((name) => name.startsWith("d/"))).toHaveLength(30);
  await release("files", (await held("files"))?.token);
  await settle("files");
  expect(standby.files().filter((name) => name.startsWith("d"))).toEqual([]);
  expect(await world.status("files")).toMatchObject({ ExportStatus: "FinalState" });
});

describe("a file in the place of a folder", () => {
  const replace = () => {
    rmSync(place("d"), { recursive: true });
    writeFileSync(place("d"), "a file now");
  };
  const fill = (count: number) => {
    mkdirSync(place("d"));
    for (const number of numbers(count)) writeFileSync(join(place("d"), nameOf(number)), `content ${number}`);
  };
  const isFile = () => statSync(join(world.content(POOL_2), "d")).isFile();

  test("is held back while what was below the folder is held, and comes when that was let go", async () => {
    make.files(numbers(30));
    fill(30);
    await settle("files");
    replace();
    make.files(numbers(1, 50));
    await settle("files", 3);
    expect(await world.status("files")).toMatchObject({ Reason: "deletion-guard", HeldItems: 30, PendingItems: 31 });
    expect([isFile(), onStandby("files")]).toEqual([false, 62]);
    await release("files", (await held("files"))?.token);
    await settle("files");
    expect([isFile(), onStandby("files")]).toEqual([true, 32]);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "FinalState" });
  });

  test("comes after what was below the folder, which is no loss", async () => {
    make.files(numbers(30));
    fill(3);
    await settle("files");
    replace();
    await settle("files", 3);
    expect([isFile(), onStandby("files")]).toEqual([true, 31]);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "FinalState" });
  });

  test("and the other way round, is a change of one item", async () => {
    make.files(numbers(30));
    writeFileSync(place("d"), "a file");
    await settle("files");
    rmSync(place("d"));
    fill(2);
    await settle("files");
    expect([isFile(), onStandby("files")]).toEqual([false, 33]);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "FinalState" });
  });
});
