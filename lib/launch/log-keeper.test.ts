import { closeSync, existsSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { FULL_LOG_BYTES, openLog } from "./log-file.ts";
import { keepLogsSmall } from "./log-keeper.ts";

const folder = tempFolder();

/** Looks once at the logs. */
async function look(path: string): Promise<void> {
  const closing = new AbortController();
  const clock = new FakeClock();
  clock.sleep = async () => closing.abort();
  await keepLogsSmall([path], clock, closing.signal);
}

test("a log that grows full while it is written to is put aside, and its writer goes on at the start", async () => {
  const path = join(folder(), "logs", "engine.log");
  const log = openLog(path);
  writeSync(log, "first\n");
  await look(path);
  expect(readFileSync(path, "utf8")).toBe("first\n");
  writeSync(log, Buffer.alloc(FULL_LOG_BYTES, "x"));
  await look(path);
  writeSync(log, "second\n");
  closeSync(log);
  expect(readFileSync(path, "utf8")).toBe("second\n");
  expect(statSync(`${path}.1`).size).toBe(FULL_LOG_BYTES + "first\n".length);
  expect(statSync(`${path}.1`).mode & 0o777).toBe(0o600);
});

test("a log that is not there is not made", async () => {
  const path = join(folder(), "none", "engine.log");
  await look(path);
  expect(existsSync(path)).toBe(false);
});
