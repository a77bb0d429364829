import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { holdLock, waitForLock } from "./process-lock.ts";

const folder = tempFolder();
let path = "";

beforeEach(() => {
  path = join(folder(), "server.lock");
});

test("a lock has one holder, and the next gets it after release", () => {
  const first = holdLock(path);
  expect(first).not.toBeNull();
  expect(holdLock(path)).toBeNull();
  first?.release();
  const second = holdLock(path);
  expect(second).not.toBeNull();
  second?.release();
});

test("releasing twice does not take it from the next holder", () => {
  const first = holdLock(path);
  first?.release();
  const second = holdLock(path);
  first?.release();
  expect(holdLock(path)).toBeNull();
  second?.release();
});

test("a holder in another process counts, also while it is stopped, and kill -9 frees its lock", async () => {
  const program = `import { holdLock } from ${JSON.stringify(join(import.meta.dirname, "process-lock.ts"))};
    process.send(holdLock(${JSON.stringify(path)}) !== null); setInterval(() => {}, 1e6);`;
  const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: [...stdio] });
  expect(await new Promise((resolve) => child.once("message", resolve))).toBe(true);
  expect(holdLock(path)).toBeNull();
  child.kill("SIGSTOP");
  expect(holdLock(path), "one that goes on later must find nobody at its work").toBeNull();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
  const lock = holdLock(path);
  expect(lock).not.toBeNull();
  lock?.release();
});

test("a dying holder is given time, and no more than that", async () => {
  const holder = holdLock(path);
  let now = 0;
  const clock = {
    elapsed: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  expect(await waitForLock(path, { forMs: 1_000, clock })).toBeNull();
  expect(now).toBe(1_000);

  const freesAt = now + 300;
  const freeing = {
    elapsed: () => now,
    sleep: async (ms: number) => {
      now += ms;
      if (now >= freesAt) holder?.release();
    },
  };
  const lock = await waitForLock(path, { forMs: 1_000, clock: freeing });
  expect(lock).not.toBeNull();
  expect(now).toBe(freesAt);
  lock?.release();
});

test("a file that is no database is an error, not a held lock", () => {
  writeFileSync(path, "not a database, and long enough to be looked at as one".repeat(40));
  expect(() => holdLock(path)).toThrow(/not a database/);
});
