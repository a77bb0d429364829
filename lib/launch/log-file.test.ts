import { appendFileSync, closeSync, existsSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { readAddress, writeAddress } from "./address-file.ts";
import { logLength, logSince, openLog, reasonIn } from "./log-file.ts";

const folder = tempFolder();

test.each([
  ["", null],
  ["ready\nlistening\n", "listening"],
  [
    "Failed to start server\nError: listen EADDRINUSE: 127.0.0.1:3000\n    at Server.x (node:net)\n{\n}\n",
    "Error: listen EADDRINUSE: 127.0.0.1:3000",
  ],
  ["Error: no such table\nbye\n", "Error: no such table"],
])("the reason in %j", (log, reason) => {
  expect(reasonIn(log)).toBe(reason);
});

test("a log is appended to, its owner's alone, and read from where this run began", () => {
  const path = join(folder(), "logs", "server.log");
  closeSync(openLog(path));
  appendFileSync(path, "yesterday\n");
  const from = logLength(path);
  closeSync(openLog(path));
  appendFileSync(path, "today\n");
  expect(logSince(path, from)).toBe("today\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, "anew\n");
  expect(logSince(path, from)).toBe("anew\n");
});

test("a full log is put aside", () => {
  const path = join(folder(), "server.log");
  writeFileSync(path, "");
  truncateSync(path, 17 * 1024 * 1024);
  closeSync(openLog(path));
  expect(logLength(path)).toBe(0);
  expect(existsSync(`${path}.1`)).toBe(true);
});

test("the address is read as it was written, and null before", () => {
  expect(readAddress(folder())).toBeNull();
  writeAddress(folder(), "http://127.0.0.1:3000");
  expect(readAddress(folder())).toBe("http://127.0.0.1:3000");
  expect(statSync(join(folder(), "address")).mode & 0o777).toBe(0o600);
});
