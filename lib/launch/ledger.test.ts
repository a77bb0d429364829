import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { childEnvironment } from "#lib/config/env.ts";
import { anActor } from "#lib/testkit/evidence.ts";
import { openTempLedger, type TempLedger } from "#lib/testkit/temp-ledger.ts";
import { holdLock } from "./process-lock.ts";

let data: TempLedger;
beforeEach(async () => {
  data = await openTempLedger();
});
afterEach(() => data.remove());

/** Does what `npm run ledger` does. */
function ledger(...words: readonly string[]) {
  const env = childEnvironment({ PAIRKEEPER_DATA: data.folder, PAIRKEEPER_URL: "", PORT: "" });
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "ledger.ts"), ...words], {
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("a copy is made while the service runs, and put back when it does not", async () => {
  expect(ledger("restore", "newest")).toMatchObject({ status: 1, stderr: "There is no copy to restore.\n" });
  const name = ledger("copy").stdout.trim();
  await data.ledger.doors.configure({ maxConcurrentCalls: 3 }, anActor());
  await data.ledger.close();
  const lock = holdLock(join(data.folder, "engine.lock"));
  expect(ledger("restore", name)).toMatchObject({ status: 1, stderr: expect.stringContaining("stop it, then") });
  lock?.release();
  expect(ledger("restore", name)).toMatchObject({ status: 0, stderr: "", stdout: expect.stringContaining(name) });
  expect(ledger().stdout).toMatch(/ {2}replaced .*\n.* {2}by-hand /);
});

test("what is not understood is told how to be said", () => {
  expect(ledger("fetch")).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("npm run ledger") });
});
