import { join } from "node:path";
import { expect, test } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openScanList } from "./scan-list.ts";

const folder = tempFolder();

const open = (storeId = "store") => openScanList(join(folder(), "scan.db"), storeId, new FakeClock());
const file = (name: string, sight = "1") => ({ name, isFolder: false, sight });
const dir = (name: string) => ({ name, isFolder: true, sight: "folder" });

test("what was seen is known again after it is opened again", async () => {
  const first = open();
  await first.update("set", [{ folder: "", seen: [file("a", "1")], gone: [] }]);
  await first.update("set", [{ folder: "", seen: [file("a", "2")], gone: [] }]);
  first.close();
  const second = open();
  expect([...second.folder("set", "").values()]).toEqual([file("a", "2")]);
  expect(second.folder("other set", "").size).toBe(0);
  second.close();
});

test("a forgotten folder takes what is below it along, and nothing beside it", async () => {
  const list = open();
  await list.update("set", [
    { folder: "", seen: [dir("a"), dir("a b"), dir("a0")], gone: [] },
    { folder: "a", seen: [dir("deep"), file("x")], gone: [] },
    { folder: "a/deep", seen: [file("y")], gone: [] },
    { folder: "a b", seen: [file("z")], gone: [] },
    { folder: "a0", seen: [file("z")], gone: [] },
  ]);
  expect([...list.below("set", "a")].sort()).toEqual(["a/deep", "a/deep/y", "a/x"]);
  await list.update("set", [{ folder: "", seen: [], gone: ["a"] }]);
  expect([...list.below("set", "")].sort()).toEqual(["a b", "a b/z", "a0", "a0/z"]);
  list.close();
});

test("another store's list is forgotten whole", async () => {
  const first = open("store");
  await first.update("set", [{ folder: "", seen: [file("a")], gone: [] }]);
  first.close();
  const second = open("another store");
  expect(second.folder("set", "").size).toBe(0);
  second.close();
});
