import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openScanList } from "./scan-list.ts";

const folder = tempFolder();

const path = () => join(folder(), "scan.db");
const open = (storeId = "store") => openScanList(path(), storeId, new FakeClock());
const sight = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | null | undefined) => (bytes ? new TextDecoder().decode(bytes) : null);
const of = (at: string, seen: string | null, more: { owed?: string; goneFolders?: string[] } = {}) => ({
  folder: at,
  seen: seen === null ? null : sight(seen),
  owed: more.owed === undefined ? null : sight(more.owed),
  goneFolders: more.goneFolders ?? [],
});

test("what was seen is known again after it is opened again, folder by folder as asked", async () => {
  const first = open();
  await first.update("set", [of("", "1"), of("a", "2")]);
  await first.update("set", [of("a", "3"), of("b", null)]);
  first.close();
  const second = open();
  expect(second.seen("set", ["a", "none", "", "b"]).map(text)).toEqual(["3", null, "1", null]);
  expect(second.seen("other set", ["a"]).map(text)).toEqual([null]);
  second.close();
});

test("a folder that is gone leaves with what is below it, and nothing beside it; what left is owed", async () => {
  const list = open();
  await list.update("set", [of("", "root"), of("a", "A"), of("a/deep", "D"), of("a b", "B"), of("a0", "0")]);
  expect([...list.below("set", "a")].map((one) => [one.folder, text(one.seen)])).toEqual([
    ["a", "A"],
    ["a/deep", "D"],
  ]);
  await list.update("set", [of("", "new root", { owed: "a was here", goneFolders: ["a"] })]);
  expect(list.seen("set", ["", "a", "a/deep", "a b", "a0"]).map(text)).toEqual(["new root", null, null, "B", "0"]);
  expect(list.owed("set", ["", "a", "a/deep", "a b"]).map((all) => all.map(text))).toEqual([
    ["a was here"],
    ["A"],
    ["D"],
    [],
  ]);
  list.close();
});

test("all sights of a data set are told once each, however many folders there are, and none of what is owed", async () => {
  const list = open();
  expect([...list.sights("set")]).toEqual([]);
  const folders = ["", ...Array.from({ length: 200 }, (_, i) => `folder ${i}`)];
  await list.update(
    "set",
    folders.map((folder) => of(folder, `of ${folder}`, { owed: "something else" })),
  );
  await list.update("other set", [of("", "another")]);
  expect([...list.sights("set")].map(text).sort()).toEqual(folders.map((folder) => `of ${folder}`).sort());
  list.close();
});

test("what is owed is told newest first, until nothing is", async () => {
  const list = open();
  await list.update("set", [of("a", null, { owed: "1" })]);
  await list.update("set", [of("a", null, { owed: "2" })]);
  await list.update("other", [of("a", null, { owed: "3" })]);
  expect(list.owed("set", ["a"]).map((all) => all.map(text))).toEqual([["2", "1"]]);
  await list.settle("set");
  expect(list.owed("set", ["a"])).toEqual([[]]);
  expect(list.owed("other", ["a"]).map((all) => all.map(text))).toEqual([["3"]]);
  list.close();
});

test("many folders below one are told page by page, each once", async () => {
  const list = open();
  const names = Array.from({ length: 150 }, (_, number) => `top/${String(number).padStart(3, "0")}`);
  await list.update("set", [of("top", "t"), ...names.map((name) => of(name, name))]);
  expect([...list.below("set", "top")].map((one) => one.folder)).toEqual(["top", ...names]);
  list.close();
});

test("a list that begins after something was sent is not intact, for good", async () => {
  const list = open();
  expect(list.isIntact("set")).toBe(false);
  await list.begin("set", true);
  await list.begin("set", false);
  await list.begin("new set", false);
  await list.begin("new set", true);
  expect([list.isIntact("set"), list.isIntact("new set")]).toEqual([false, true]);
  list.close();
});

test("finds have a stamp: beside the one before until what was seen is written, then alone", async () => {
  const list = open();
  expect(list.stamps("set")).toEqual({ now: null, before: null });
  await list.stamp("set", "1", "");
  await list.stamp("other", "9", "8");
  expect(list.stamps("set")).toEqual({ now: "1", before: "" });
  await list.update("set", [of("", "root")]);
  expect(list.stamps("set")).toEqual({ now: "1", before: "" });
  await list.update("set", [], "1");
  expect([list.stamps("set"), list.stamps("other")]).toEqual([
    { now: "1", before: null },
    { now: "9", before: "8" },
  ]);
  list.close();
});

test("a list that is of another day than the book is not intact, has its stamp, and keeps what it saw as stale", async () => {
  const list = open();
  for (const set of ["set", "other"]) {
    await list.begin(set, false);
    await list.update(set, [of("", "root"), of("a", "A"), of("a/deep", "D"), of("b", "B")], "1");
  }
  expect(list.isStale("set", ["", "a", "b"])).toBe(false);
  await list.lose("set", "2");
  await list.lose("set", "2");
  expect([list.isIntact("set"), list.stamps("set")]).toEqual([false, { now: "2", before: null }]);
  expect(list.seen("set", ["", "a"]).map(text)).toEqual(["root", "A"]);
  const stale = () => ["", "a", "a/deep", "b", "new"].filter((one) => list.isStale("set", [one, "new"]));
  expect([stale(), list.isIntact("other"), list.isStale("other", ["", "a"])]).toEqual([
    ["", "a", "a/deep", "b"],
    true,
    false,
  ]);
  await list.update("set", [of("", "root"), of("b", null, { owed: "B was here" })]);
  expect(stale()).toEqual(["a", "a/deep", "b"]);
  await list.update("set", [of("", "new root", { goneFolders: ["a"] })]);
  expect(stale()).toEqual(["b"]);
  await list.lose("set", null);
  expect(list.stamps("set")).toEqual({ now: null, before: null });
  list.close();
});

test("another store's list is forgotten whole", async () => {
  const first = open("store");
  await first.begin("set", false);
  await first.update("set", [of("b", "3")], "stamp");
  await first.lose("set", "stamp");
  await first.update("set", [of("", "1", { owed: "2" })]);
  first.close();
  const second = open("another store");
  expect(second.seen("set", [""])).toEqual([null]);
  expect(second.owed("set", [""])).toEqual([[]]);
  expect([second.isIntact("set"), second.isStale("set", ["b"])]).toEqual([false, false]);
  expect(second.stamps("set")).toEqual({ now: null, before: null });
  second.close();
});

test("a list of another form is forgotten whole", () => {
  const db = new DatabaseSync(path());
  db.exec("CREATE TABLE seen (data_set TEXT, folder TEXT, name TEXT, is_folder INTEGER, sight TEXT)");
  db.close();
  const list = open();
  expect(list.seen("set", [""])).toEqual([null]);
  list.close();
});

test("a list that is forgotten after a restore is new and intact, and no other list is touched", async () => {
  const list = open();
  await list.begin("set", true);
  await list.update("set", [of("", "root"), of("a", "A", { owed: "was" })], "old");
  await list.update("other", [of("", "theirs")], "other stamp");
  await list.lose("set", "old");
  await list.forget("set", "new", "old");
  expect(list.isIntact("set")).toBe(true);
  expect(list.isStale("set", ["", "a"])).toBe(false);
  expect(list.seen("set", ["", "a"])).toEqual([null, null]);
  expect(list.owed("set", ["a"])).toEqual([[]]);
  expect(list.stamps("set")).toEqual({ now: "new", before: "old" });
  expect(list.seen("other", [""]).map(text)).toEqual(["theirs"]);
  await list.begin("set", true);
  expect(list.isIntact("set")).toBe(true);
  list.close();
});

test("a list belongs to the epoch of its store; one from before there were adoptions is of the first", async () => {
  const before = open("id");
  await before.update("set", [of("", "root")]);
  before.close();
  const first = open("id/1");
  expect(first.seen("set", [""]).map(text)).toEqual(["root"]);
  first.close();
  const adopted = open("id/2");
  expect(adopted.seen("set", [""])).toEqual([null]);
  adopted.close();
  const bare = open("other");
  await bare.update("set", [of("", "root")]);
  bare.close();
  const later = open("other/2");
  expect(later.seen("set", [""])).toEqual([null]);
  later.close();
});
