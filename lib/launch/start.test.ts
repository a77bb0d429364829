import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { childEnvironment } from "#lib/config/env.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { writeAddress } from "./address-file.ts";
import { holdLock } from "./process-lock.ts";

const folder = tempFolder();

/** Starts as `npm start` does and tells how it ended; every case here is refused before anything is built. */
function start(more: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  const env = childEnvironment({ PAIRKEEPER_DATA: folder(), PAIRKEEPER_URL: "", PORT: "", ...more });
  const child = spawn(process.execPath, [join(import.meta.dirname, "start.ts")], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, said })));
}

test("a wrong value is one sentence, and nothing is made", async () => {
  const data = join(folder(), "data");
  expect(await start({ PORT: "abc", PAIRKEEPER_DATA: data })).toEqual({
    code: 1,
    said: "PORT must be a whole number from 1 to 65535.\n",
  });
  expect(() => rmSync(data)).toThrow("ENOENT");
});

test("a file in place of the data folder is one sentence", async () => {
  const data = join(folder(), "data");
  writeFileSync(data, "");
  const { code, said } = await start({ PAIRKEEPER_DATA: data });
  expect(code).toBe(1);
  expect(said).toMatch(/^The data folder .* is not a folder: .*\.\n$/);
});

test("a second start names the running address", async () => {
  const lock = holdLock(join(folder(), "server.lock"));
  writeAddress(folder(), "http://127.0.0.1:3007");
  expect(await start({})).toEqual({
    code: 1,
    said: `Pairkeeper already runs on the data folder ${folder()}, at http://127.0.0.1:3007.\n`,
  });
  lock?.release();
});

test("a taken port is one sentence", async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, "127.0.0.1", () => {
      const address = other.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  expect(await start({ PORT: String(port) })).toEqual({
    code: 1,
    said: `PORT ${port} is taken by another program: choose another PORT or stop that program.\n`,
  });
  other.close();
});
