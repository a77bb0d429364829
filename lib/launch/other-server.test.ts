import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { removeAddress, writeAddress } from "./address-file.ts";
import { findOtherServer } from "./other-server.ts";
import { holdLock, type Lock } from "./process-lock.ts";

const folder = tempFolder();
let lock: Lock | null = null;
let now = 0;

beforeEach(() => {
  now = 0;
});
afterEach(() => {
  lock?.release();
});

/** Time passes only while somebody waits, and `then` happens once it has. */
const clockWith = (then: (now: number) => void) => ({
  now: () => now,
  elapsed: () => now,
  sleep: async (ms: number) => {
    now += ms;
    then(now);
  },
});
const find = (then: (now: number) => void = () => {}) => findOtherServer(folder(), clockWith(then));

test("no lock, no server, whatever address was left behind", async () => {
  writeAddress(folder(), "http://127.0.0.1:3000");
  expect(await find()).toBe("none");
});

test("a running server is named at once", async () => {
  lock = holdLock(join(folder(), "server.lock"));
  writeAddress(folder(), "http://127.0.0.1:3000");
  expect(await find()).toEqual({ at: "http://127.0.0.1:3000" });
  expect(now).toBe(0);
});

test("one that is stopping gets the time to do so", async () => {
  lock = holdLock(join(folder(), "server.lock"));
  removeAddress(folder());
  expect(await find((at) => at >= 3_000 && lock?.release())).toBe("none");
  expect(now).toBe(3_000);
});

test("one that is starting is named when it is up", async () => {
  lock = holdLock(join(folder(), "server.lock"));
  expect(await find((at) => at >= 2_000 && writeAddress(folder(), "http://127.0.0.1:3001"))).toEqual({
    at: "http://127.0.0.1:3001",
  });
});

test("patience ends", async () => {
  lock = holdLock(join(folder(), "server.lock"));
  expect(await find()).toBe("unready");
  expect(now).toBe(15_000);
});
