import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONTENT } from "#lib/domain/content.ts";
import type { ScanList } from "#lib/ports/scan-list.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { ContentUnderTest } from "#lib/testkit/content-under-test.ts";
import { Crash, Death } from "#lib/testkit/crash.ts";
import { DATA_CONF, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { type LookAt, lookAtFiles } from "./look.ts";
import { filesRestore } from "./restore-side.ts";

const MARKER = ".pairkeeper-store";
const at = Date.UTC(2026, 10, 22);
const folder = tempFolder();
let opened: ContentUnderTest;
let root: string;
let content: string;
let store: UserStore;
let scanList: ScanList;
let what: LookAt;

function open(isNew = false): void {
  opened = new ContentUnderTest(folder(), isNew);
  ({ root, store, scanList } = opened);
  content = opened.content();
  what = { module: DATA_CONF, pool: POOL_1, files: opened.files, scanList, store, clock: opened.clock };
}

beforeEach(() => open(true));
afterEach(() => opened.close());

const write = (name: string) => writeFileSync(join(content, name), name);
const side = () => filesRestore(what);
const waiting = async (phase: "images" | "tombstones") =>
  (await store.book.next(DATA_CONF, phase, await store.book.mark(), 100)).map((entry) => entry.key).sort();
const look = () => lookAtFiles(what, false, () => {});

/** Content that a look saw and that was sent: what is missing now is a deletion. */
async function sentBefore(...names: string[]): Promise<void> {
  for (const name of names) write(name);
  await look();
  const ids = (await store.book.next(DATA_CONF, "images", await store.book.mark(), 100)).map((entry) => entry.id);
  await store.book.launch(DATA_CONF, flight, ids, [], at);
  await store.book.clear(DATA_CONF, [flight]);
}
const flight = { epoch: 1, seq: 1, hash: "h", items: 1, bytes: 1 } as never;

describe("a data set of files", () => {
  test.each([
    ["gone", () => rmSync(content, { recursive: true })],
    ["unmarked", () => rmSync(join(content, MARKER))],
    ["foreign", () => writeFileSync(join(content, MARKER), "{}")],
  ])("that is %s is lost: nothing of it is exported and no deletion is found", async (why, before) => {
    await sentBefore("a", "b");
    before();
    expect(await side().stateOf(POOL_1)).toEqual({ is: "lost", why });
    await expect(side().checkExport()).rejects.toMatchObject({ code: "store-lost" });
    await expect(look()).rejects.toMatchObject({ code: "store-lost" });
    expect(await waiting("tombstones")).toEqual([]);
  });

  test("that is being restored is exported no more than a lost one", async () => {
    await side().beginRestore(POOL_1, "r1", "sync");
    expect(await side().stateOf(POOL_1)).toEqual({ is: "restoring", requestId: "r1" });
    await expect(side().checkExport()).rejects.toMatchObject({ code: "restoring" });
  });
});

describe("the restore of a data set of files", () => {
  test("a sync leaves what stands there; of a foreign one it goes to the trash first", async () => {
    write("a");
    rmSync(join(content, MARKER));
    await side().beginRestore(POOL_1, "r1", "sync");
    expect(readdirSync(content)).toEqual(["a"]);
    writeFileSync(join(content, MARKER), "{}");
    await side().beginRestore(POOL_1, "r2", "sync");
    expect(readdirSync(content)).toEqual([]);
    expect(readdirSync(join(root, "Trash", POOL_1))).toHaveLength(1);
  });

  test("from the partner whatever stands there goes to the trash, once a request; an adoption moves nothing", async () => {
    write("a");
    await side().beginRestore(POOL_1, "r1", "adopt");
    expect(existsSync(join(content, "a"))).toBe(true);
    await side().beginRestore(POOL_1, "r2", "from-partner");
    expect(existsSync(join(content, "a"))).toBe(false);
    await side().beginRestore(POOL_1, "r2", "from-partner");
    write("restored");
    await side().beginRestore(POOL_1, "r2", "from-partner");
    expect(readdirSync(content)).toEqual(["restored"]);
  });

  test("from the partner is a word about this pool's own content: the partner's standby that is to be filled keeps what it has", async () => {
    const standby = opened.content(POOL_2);
    writeFileSync(join(standby, "theirs"), "theirs");
    await side().beginRestore(POOL_2, "r1", "adopt");
    await side().beginRestore(POOL_2, "r2", "from-partner");
    expect(existsSync(join(standby, "theirs"))).toBe(true);
    writeFileSync(join(standby, MARKER), "{}");
    await side().beginRestore(POOL_2, "r3", "from-partner");
    expect(readdirSync(standby)).toEqual([]);
  });

  test("what waited keeps nothing from coming back: what was found gone just before is part of the loss", async () => {
    await sentBefore("a");
    await store.book.add(DATA_CONF, [{ table: CONTENT, key: "a", bytes: 1 }], at);
    await store.book.launch(DATA_CONF, { ...(flight as object), seq: 2 } as never, [], [], at);
    await store.book.add(DATA_CONF, [{ table: "returned/content", key: "theirs", bytes: 1 }], at);
    await store.book.addGone(DATA_CONF, [{ table: CONTENT, key: "deleted", bytes: 0 }], at);
    rmSync(content, { recursive: true });
    await side().beginRestore(POOL_1, "r1", "sync");
    expect(await waiting("images")).toEqual(["theirs"]);
    expect(await waiting("tombstones")).toEqual([]);
    expect(await store.book.flights(DATA_CONF)).toEqual([]);
  });

  test("held deletions are contested", async () => {
    await store.book.addGone(DATA_CONF, [{ table: CONTENT, key: "a", bytes: 0 }], at);
    await store.book.hold(DATA_CONF);
    await side().beginRestore(POOL_1, "r1", "sync");
    expect(await store.book.heldSet(DATA_CONF)).toBeNull();
    expect(await waiting("tombstones")).toEqual([]);
  });

  test("of a standby leaves this pool's own lane as it is", async () => {
    await store.book.add(DATA_CONF, [{ table: CONTENT, key: "a", bytes: 1 }], at);
    rmSync(opened.content(POOL_2), { recursive: true });
    await side().beginRestore(POOL_2, "r1", "sync");
    expect(await side().stateOf(POOL_2)).toEqual({ is: "restoring", requestId: "r1" });
    await side().endRestore(POOL_2, "r1");
    expect(await side().stateOf(POOL_2)).toEqual({ is: "ok" });
    expect(await waiting("images")).toEqual(["a"]);
    expect(await store.book.isBaselineDue(DATA_CONF)).toBe(false);
  });

  test("when it ends all is to be sent and nothing that was seen before is a deletion", async () => {
    await sentBefore("a", "b");
    rmSync(content, { recursive: true });
    await side().beginRestore(POOL_1, "r1", "sync");
    write("a");
    await side().endRestore(POOL_1, "r1");
    expect(await side().stateOf(POOL_1)).toEqual({ is: "ok" });
    expect(await store.book.isBaselineDue(DATA_CONF)).toBe(true);
    expect(await store.book.isPastVoid(DATA_CONF)).toBe(false);
    expect(await look()).toMatchObject({ closed: true, missed: null });
    expect(await waiting("images")).toEqual(["a"]);
    expect(await waiting("tombstones")).toEqual([]);
  });

  test("of an adopted store, whose list of what was seen is new: what its owner deletes before the end is a deletion", async () => {
    await sentBefore("a", "b");
    await store.book.setRestoring(DATA_CONF, POOL_1, "r1"); // as the adoption did, which took the old list away
    const list = opened.newList();
    what = { ...what, scanList: list };
    await side().beginRestore(POOL_1, "r1", "adopt");
    rmSync(join(content, "a"));
    await side().endRestore(POOL_1, "r1");
    expect(await look()).toMatchObject({ closed: true, missed: null });
    expect(await waiting("tombstones")).toEqual(["a"]);
    list.close();
  });

  test("ends for its own request alone, and a marker that goes afterwards is not made up for", async () => {
    await side().beginRestore(POOL_1, "r1", "adopt");
    await side().endRestore(POOL_1, "another");
    expect(await side().stateOf(POOL_1)).toMatchObject({ is: "restoring" });
    await side().endRestore(POOL_1, "r1");
    rmSync(join(content, MARKER));
    await side().endRestore(POOL_1, "r1");
    expect(await side().stateOf(POOL_1)).toMatchObject({ is: "lost" });
  });

  test("that has ended is not begun again, however often its request is told", async () => {
    await side().beginRestore(POOL_1, "r1", "from-partner");
    await side().endRestore(POOL_1, "r1");
    write("a");
    await side().beginRestore(POOL_1, "r1", "from-partner");
    expect(await side().stateOf(POOL_1)).toEqual({ is: "ok" });
    expect(existsSync(join(content, "a"))).toBe(true);
  });

  test("what is lost while it is restored needs another request", async () => {
    rmSync(content, { recursive: true });
    await side().beginRestore(POOL_1, "r1", "sync");
    rmSync(content, { recursive: true });
    expect(await side().stateOf(POOL_1)).toEqual({ is: "lost", why: "gone" });
    await expect(side().beginRestore(POOL_1, "r1", "sync")).rejects.toMatchObject({ code: "store-lost" });
    await expect(side().endRestore(POOL_1, "r1")).rejects.toMatchObject({ code: "store-lost" });
    await side().beginRestore(POOL_1, "r2", "sync");
    expect(await side().stateOf(POOL_1)).toEqual({ is: "restoring", requestId: "r2" });
  });

  test("never begins in a store whose root is not the right one", async () => {
    rmSync(root, { recursive: true });
    mkdirSync(root);
    await expect(side().stateOf(POOL_1)).rejects.toMatchObject({ code: "store-lost" });
    await expect(side().beginRestore(POOL_1, "r1", "from-partner")).rejects.toMatchObject({ code: "store-lost" });
    expect(readdirSync(root)).toEqual([]);
  });
});

describe("a death in a restore", () => {
  /** Runs it until it dies in that step, and again by another process. Resolves to false when there was no such step. */
  async function dyingAt(
    step: number,
    isAfter: boolean,
    body: () => Promise<void>,
    between: () => Promise<void> = async () => {},
  ): Promise<boolean> {
    const death = new Death(step, isAfter);
    const { files, book } = { files: what.files, book: store.book };
    what = { ...what, files: death.mortal(files), scanList: death.mortal(scanList) };
    what = { ...what, store: { ...store, book: death.mortal(book) } };
    const died = await body().then(
      () => false,
      (thrown: unknown) => {
        if (!(thrown instanceof Crash)) throw thrown;
        return true;
      },
    );
    opened.close();
    open();
    await between();
    await body();
    return died;
  }

  test.each(["adopt", "from-partner", "sync"] as const)("at any step of its beginning (%s)", async (authority) => {
    for (const isAfter of [false, true]) {
      for (let step = 1; ; step++) {
        const request = `${isAfter} ${step}`;
        write("a");
        writeFileSync(join(content, MARKER), "{}");
        const kept = () => readdirSync(join(root, "Trash", POOL_1)).length;
        const before = existsSync(join(root, "Trash")) ? kept() : 0;
        const isMoved = authority !== "adopt";
        let hasCome = false;
        const begin = () => side().beginRestore(POOL_1, request, authority);
        const died = await dyingAt(step, isAfter, begin, async () => {
          hasCome = !existsSync(join(content, "a")); // it is in the trash, and the owner goes on
          if (hasCome) write("b");
        });
        expect(await side().stateOf(POOL_1)).toEqual({ is: "restoring", requestId: request });
        if (isMoved) expect(existsSync(join(content, "b"))).toBe(hasCome);
        expect(existsSync(join(content, "a"))).toBe(!isMoved);
        if (isMoved) expect(kept()).toBe(before + 1);
        if (!died) break;
      }
    }
  });

  test("content of another store that comes into its place meanwhile goes to the trash too", async () => {
    write("a");
    const { files } = what;
    const dying: typeof files.beginRestore = async (...values) => {
      await files.beginRestore(...values);
      throw new Crash();
    };
    const mortal = filesRestore({ ...what, files: { ...files, beginRestore: dying } });
    await expect(mortal.beginRestore(POOL_1, "r1", "from-partner")).rejects.toThrow(Crash);
    expect(readdirSync(content)).toEqual([]);
    write("b");
    writeFileSync(join(content, MARKER), "{}");
    await side().beginRestore(POOL_1, "r1", "from-partner");
    expect(readdirSync(content)).toEqual([]);
    expect(readdirSync(join(root, "Trash", POOL_1))).toHaveLength(2);
  });

  test("at any step of its end: it ends once more, and is never whole too early", async () => {
    for (const isAfter of [false, true]) {
      for (let step = 1; ; step++) {
        const request = `${isAfter} ${step}`;
        rmSync(content, { recursive: true });
        await side().beginRestore(POOL_1, request, "sync");
        write("a");
        const end = () => side().endRestore(POOL_1, request);
        const died = await dyingAt(step, isAfter, end, async () => {
          const isNoted = (await store.book.restoring(DATA_CONF, POOL_1)) !== null;
          if (isNoted) await expect(side().checkExport()).rejects.toMatchObject({ code: "restoring" });
          else expect(await side().stateOf(POOL_1)).toEqual({ is: "ok" });
        });
        expect(await side().stateOf(POOL_1)).toEqual({ is: "ok" });
        expect(await store.book.restoring(DATA_CONF, POOL_1)).toBeNull();
        expect(await store.book.isBaselineDue(DATA_CONF)).toBe(true);
        expect(await look()).toMatchObject({ closed: true, missed: null });
        expect(await waiting("tombstones")).toEqual([]);
        if (!died) break;
      }
    }
  });
});
