import { describe, expect, test } from "vitest";
import { aFault, HOUR, NOON } from "#lib/testkit/builders.ts";
import { asFault, Fault, type FaultCode, inStore, recordFault } from "./fault.ts";

const systemError = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: it failed`), { code, ...more });
const sqliteError = (message: string) => Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR" });

describe("whatever is thrown becomes a fault", () => {
  test("a system error that Node has no code for is the store's as well", () => {
    const said = ", Unknown error: Read-only file system '/files/a'";
    const thrown = Object.assign(new Error(said), { code: "", errno: -4094, syscall: "rm", path: "/files/a" });
    expect(asFault(thrown)).toMatchObject({
      code: "store-unreachable",
      message: "Read-only file system '/files/a'",
      path: "/files/a",
    });
  });

  test("a fault is itself", () => {
    const fault = new Fault("scan-failed", "A folder cannot be read.", "a/b");
    expect(asFault(fault)).toBe(fault);
  });

  test.each<[thrown: unknown, code: FaultCode, sentence: string, path: string | null]>([
    [systemError("ENOSPC", { path: "/store/a" }), "disk-full", "The disk is full.", "/store/a"],
    [systemError("EDQUOT"), "disk-full", "The disk is full.", null],
    [systemError("EIO", { path: "/store/a" }), "store-unreachable", "EIO: it failed", "/store/a"],
    [systemError("EACCES"), "store-unreachable", "EACCES: it failed", null],
    [sqliteError("database or disk is full"), "disk-full", "The database says: database or disk is full.", null],
    [sqliteError("No such user here."), "database-unreachable", "The database says: No such user here.", null],
    [sqliteError("database is locked"), "database-unreachable", "The database says: database is locked.", null],
    [systemError("ERR_INVALID_ARG_TYPE"), "unexpected", "ERR_INVALID_ARG_TYPE: it failed", null],
    [Object.assign(new Error("odd"), { code: 5, path: 7 }), "unexpected", "odd", null],
    [new TypeError("x is not a function"), "unexpected", "x is not a function", null],
    ["a text", "unexpected", "a text", null],
    [undefined, "unexpected", "undefined", null],
  ])("%s is %s", (thrown, code, sentence, path) => {
    expect(asFault(thrown)).toMatchObject({ name: "Fault", code, message: sentence, path });
  });

  test("and keeps what caused it for the log", () => {
    const thrown = systemError("EIO");
    expect(asFault(thrown).cause).toBe(thrown);
  });
});

describe("work in a store", () => {
  const failing = (thrown: unknown) =>
    inStore("The file store of pool1", "/store", async () => {
      throw thrown;
    });

  test.each([
    [systemError("ENOSPC"), "The file store of pool1 has no room left."],
    [
      systemError("EDQUOT", { path: "/store/a/b" }),
      "The file store of pool1 has no room left. It was met at /store/a/b.",
    ],
    [sqliteError("database or disk is full"), "The file store of pool1 has no room left."],
  ])("names the store that is full, whatever was written: %s", async (thrown, message) => {
    await expect(failing(thrown)).rejects.toMatchObject({ code: "disk-full", message, path: "/store" });
  });

  test("leaves everything else as it is, and what is named already", async () => {
    const named = new Fault("disk-full", "The file store of pool2 has no room left.", "/store");
    for (const thrown of [systemError("EIO"), new TypeError("odd"), named])
      await expect(failing(thrown)).rejects.toBe(thrown);
    expect(await inStore("The file store of pool1", "/store", () => 7)).toBe(7);
  });
});

describe("a fault on record", () => {
  const fault = new Fault("scan-failed", "A folder cannot be read.", "a/b");
  const before = aFault(NOON, { code: "scan-failed", path: "a/b", count: 3 });

  test("begins at its first time", () => {
    expect(recordFault(fault, null, NOON)).toEqual({
      code: "scan-failed",
      sentence: "A folder cannot be read.",
      path: "a/b",
      firstAt: NOON,
      at: NOON,
      count: 1,
    });
  });

  test("counts up when it comes again, and says the newest sentence", () => {
    const again = recordFault(fault, before, NOON + HOUR);
    expect(again).toMatchObject({ firstAt: NOON, at: NOON + HOUR, count: 4, sentence: "A folder cannot be read." });
  });

  test.each([
    ["another code", { ...before, code: "disk-full" as const }],
    ["another place", { ...before, path: "a/c" }],
    ["no place", { ...before, path: null }],
  ])("begins anew after %s", (_sentence, other) => {
    expect(recordFault(fault, other, NOON + HOUR)).toMatchObject({ firstAt: NOON + HOUR, count: 1 });
  });
});
