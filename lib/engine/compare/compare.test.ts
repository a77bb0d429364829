import { existsSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CompareWish, FULL_COMPARE } from "#lib/domain/compare.ts";
import { CompareHand } from "#lib/testkit/compare-hand.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type Short, type TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
let hand: CompareHand;
beforeEach(async () => {
  world = await openCopiedPools();
  hand = new CompareHand(world);
});
afterEach(() => world.close());

const never = new AbortController().signal;

const compare = async (kind: Short, wish: Partial<CompareWish> = {}) =>
  hand.through(kind, await hand.ask(kind, "compare", { compare: { ...FULL_COMPARE, ...wish } }));
const drift = async (kind: Short) => (await hand.kept(kind))?.drift ?? [];

/** Another program changes one byte, and leaves size and times as they were. */
function flipByte(path: string): void {
  const { atimeMs, mtimeMs } = statSync(path);
  const bytes = readFileSync(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
}

/** Writes into the standby as nobody does: unseen by what records changes. */
function tamper(sql: string): void {
  world.sql(POOL_2, "insert into importing (id) values (1)");
  world.sql(POOL_2, sql);
  world.sql(POOL_2, "delete from importing");
}

describe("files", () => {
  test("one flipped byte of the same size and time is found by its hash, named, mended by sending it again, and then all is verified equal", async () => {
    const path = join(world.content(POOL_2), "a.txt");
    flipByte(path);
    expect(await compare("files")).toMatchObject({ end: "done", receipt: { depth: "full", different: 1, equal: 0 } });
    expect(await drift("files")).toMatchObject([{ table: "content", key: "a.txt", is: "different" }]);
    expect(await world.status("files")).toMatchObject({ ExportStatus: "ErrorState", Reason: "standby-differs" });
    // What is known to differ is known to the next run too, before it has compared anything.
    await world.restart();
    await world.settle(1);
    expect((await world.status("files")).ExportStatus).toBe("ErrorState");
    expect(await hand.through("files", await hand.ask("files", "send-again"))).toMatchObject({
      end: "done",
      problem: null,
    });
    expect(readFileSync(path, "utf8")).toBe("content");
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
    expect((await hand.kept("files"))?.verified).toBeNull(); // nothing was compared whole since
    expect(await compare("files")).toMatchObject({ receipt: { equal: 1, read: 1, different: 0, opened: 0 } });
    expect((await hand.kept("files"))?.verified).toMatchObject({ depth: "full", equal: 1, read: 1 });
  });

  test("the hourly look at what folders tell finds a copy of another time, which is asked for again and proved by itself", async () => {
    const path = join(world.content(POOL_2), "a.txt");
    const turns = async (count: number) => {
      for (let at = 0; at < count; at++) await hand.turn("files");
    };
    writeFileSync(path, "CONTENT");
    await world.export("files").compare(never);
    world.clock.travel(20 * 60_000); // the first compares are due by now
    await turns(3);
    world.clock.travel(120_000); // by itself it waits for the next cycle's look
    await turns(9);
    await world.tell();
    expect(readFileSync(path, "utf8")).toBe("content");
    expect(await hand.kept("files")).toMatchObject({ drift: [], last: { isScheduled: true, different: 1 } });
    world.clock.travel(61 * 60_000);
    await turns(3);
    world.clock.travel(120_000);
    await turns(3);
    await world.tell();
    expect(await hand.kept("files")).toMatchObject({
      last: { depth: "stat", equal: 1, read: 0 },
      verified: { depth: "stat" },
    });
  });

  test("what somebody asks for waits for nothing that the service compares by itself", async () => {
    await hand.turn("files");
    world.clock.travel(20 * 60_000);
    await hand.turn("files");
    await world.export("files").compare(never); // the first one by itself has asked
    await world.import("files").answerCompare(never);
    expect(await compare("files", { depth: "sample" })).toMatchObject({ end: "done", receipt: { isScheduled: false } });
    expect(await hand.kept("files")).toMatchObject({ last: { isScheduled: false }, doneAt: { full: null } });
  });

  test("where the standby is lost it ends with why; and it ends when somebody asks for that, or the partner takes too long", async () => {
    const slow = await hand.ask("files", "compare", { compare: { ...FULL_COMPARE, answerMs: 8_000 } });
    await world.learn();
    for (let at = 0; at < 4; at++) {
      await world.export("files").compare(never);
      world.clock.travel(3_000);
      await world.import("files").keepWord();
      await world.export("files").listen();
    }
    await world.tell();
    expect(await hand.runOf(slow)).toMatchObject({ end: "failed", problem: expect.stringContaining("within 8 s") });
    const stopped = await hand.ask("files", "compare");
    await world.learn();
    await hand.turn("files");
    await world.ledger.doors.cancel(stopped, anActor());
    expect(await hand.through("files", stopped)).toMatchObject({ end: "cancelled" });
    const content = world.content(POOL_2);
    renameSync(content, `${content}.gone`);
    await hand.turn("files");
    expect(await compare("files")).toMatchObject({ end: "failed", problem: expect.stringContaining("is lost") });
    expect(
      existsSync(
        join(world.folder, "pools", POOL_2, "files", "BackupStore", DATA_CONF, `from-${POOL_1}`, "compare.json"),
      ),
    ).toBe(false);
  });
});

describe("rows", () => {
  test("altered, missing and extra rows are each found; resync sends them again and proves them (DOMAIN 10 no. 18)", async () => {
    for (const name of ["b", "c", "d"]) world.user(`sip:${name}@x`);
    await world.settle(1);
    tamper("update users set display_name = 'other' where sip_uri = 'sip:a@x'");
    tamper("delete from users where sip_uri = 'sip:b@x'");
    tamper(`insert into users (sip_uri, display_name, home_pool) values ('sip:x@x', 'X', '${POOL_1}')`);
    expect(await compare("rows", { resync: true })).toMatchObject({
      end: "done",
      receipt: { different: 1, missing: 1, extra: 1, equal: 2, changing: 0 },
    });
    expect(await drift("rows")).toEqual([]);
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
    expect((await compare("rows"))?.receipt).toMatchObject({ equal: 4, different: 0, missing: 0, extra: 0 });
    await world.settle(1);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("a row that both pools own is found and told as such; sending again does not touch it, and it can be left unlooked for (DOMAIN 10 no. 16)", async () => {
    tamper(`update users set home_pool = '${POOL_2}' where sip_uri = 'sip:a@x'`);
    expect((await compare("rows", { detectsMultiMaster: false }))?.receipt).toMatchObject({
      missing: 1,
      ownedByBoth: 0,
    });
    expect((await compare("rows", { resync: true }))?.receipt).toMatchObject({ missing: 0, ownedByBoth: 1 });
    expect(await drift("rows")).toMatchObject([{ key: '["sip:a@x"]', is: "owned-by-both" }]);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "ownership-conflict" });
    expect(world.rows(POOL_2, POOL_2)).toHaveLength(1);
    tamper("delete from users where sip_uri = 'sip:a@x'"); // a person gives it up where it does not belong
    expect(await compare("rows", { resync: true })).toMatchObject({ end: "done" });
    expect(await drift("rows")).toEqual([]);
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  });

  test("cut off anywhere it begins anew with the next run; while it runs no state is any other, and repeated taps are one", async () => {
    tamper("delete from users where sip_uri = 'sip:a@x'");
    const id = await hand.ask("rows", "compare");
    expect(await hand.ask("rows", "compare")).toBe(id);
    await world.learn();
    await world.export("rows").compare(never);
    await world.import("rows").answerCompare(never);
    await world.export("rows").compare(never);
    await world.tell();
    expect(await hand.runOf(id)).toMatchObject({ phase: "looking", totalItems: 1 });
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
    await world.restart();
    await world.settle(1);
    expect(await hand.through("rows", id)).toMatchObject({ end: "done", receipt: { missing: 1 } });
  });

  test("what the partner refused is told apart, and is no drift", async () => {
    tamper(`insert into users (sip_uri, display_name, home_pool) values ('sip:q@x', 'Q', '${POOL_2}')`);
    world.user("sip:q@x");
    await world.settle(1);
    const { receipt } = (await compare("rows", { detectsMultiMaster: false })) ?? {};
    expect(receipt).toMatchObject({ refused: 1, missing: 0, different: 0, equal: 1 });
    expect(await drift("rows")).toEqual([]);
  });
});
