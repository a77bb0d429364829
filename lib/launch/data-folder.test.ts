import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { type DataFolderFacts, dataFolderProblem, prepareDataFolder } from "./data-folder.ts";

const good: DataFolderFacts = {
  isFolder: true,
  isOwn: true,
  openTo: 0,
  isOurs: true,
  isWritable: true,
  freeBytes: 5e9,
  network: null,
};

describe("what cannot be a data folder is refused in one sentence", () => {
  test.each([
    ["a file", { isFolder: false }, "is not a folder"],
    ["another user's", { isOwn: false }, "belongs to another user"],
    ["open to others, with other things in it", { openTo: 0o055, isOurs: false }, "open to other users"],
    ["read only", { isWritable: false }, "not writable"],
    ["on a network", { network: "NFS" }, "network file system (NFS)"],
    ["on a full disk", { freeBytes: 999_999_999 }, "only 999 MB free"],
  ] as const)("%s", (_name, facts, words) => {
    const sentence = dataFolderProblem("/srv/data", { ...good, ...facts });
    expect(sentence).toContain("/srv/data");
    expect(sentence).toContain(words);
    expect(sentence).toMatch(/\.$/);
  });

  test.each([
    ["a good one", {}],
    ["one of ours that was opened to others: we close it", { openTo: 0o077 }],
    ["exactly 1 GB free", { freeBytes: 1_000_000_000 }],
  ] as const)("but not %s", (_name, facts) => {
    expect(dataFolderProblem("/srv/data", { ...good, ...facts })).toBeNull();
  });
});

describe("on a real disk", () => {
  const parent = tempFolder();
  const mode = (path: string) => statSync(path).mode & 0o777;

  test("a missing one is made for its owner alone", () => {
    const path = join(parent(), "deep", "data");
    prepareDataFolder(path);
    expect(mode(path)).toBe(0o700);
  });

  test("an empty open one is closed", () => {
    const path = join(parent(), "data");
    mkdirSync(path);
    chmodSync(path, 0o755);
    prepareDataFolder(path);
    expect(mode(path)).toBe(0o700);
  });

  test("an open one with other things in it stays as it was", () => {
    const path = join(parent(), "home");
    mkdirSync(path);
    chmodSync(path, 0o755);
    writeFileSync(join(path, "letter.txt"), "dear");
    expect(() => prepareDataFolder(path)).toThrow(/open to other users/);
    expect(mode(path)).toBe(0o755);
  });

  test("a file in its place is refused", () => {
    const path = join(parent(), "data");
    writeFileSync(path, "");
    expect(() => prepareDataFolder(path)).toThrow(/is not a folder/);
    expect(() => prepareDataFolder(join(path, "below"))).toThrow(/could not be made/);
  });
});
