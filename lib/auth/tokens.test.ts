import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type OpenLedger, openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { authSecret } from "./secret.ts";
import { openTokens } from "./tokens.ts";

const clock = { now: () => 1 };
const CLI = { name: "admin (cli)", role: "administrator" };
let folder: string;
let ledger: OpenLedger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pairkeeper-tokens-"));
  ledger = await openLedger(join(folder, "ledger.db"), clock);
});
afterEach(async () => {
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

const file = () => join(folder, "cli.token");
const kept = () => readFileSync(file(), "utf8").trim();
const start = () => openTokens(folder, ledger.tokens, clock);
const bearing = (token: string) => new Headers({ authorization: `Bearer ${token}` });

test("first start makes the CLI's token, for its owner's eyes, and the ledger holds only its hash", async () => {
  const tokens = await start();
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(Buffer.from(kept(), "base64url")).toHaveLength(32);
  expect(await tokens.actorOf(bearing(kept()))).toEqual(CLI);
  const rows = await ledger.database.selectFrom("tokens").selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(kept());
});

test("a second start keeps it, and closes it to others again", async () => {
  await start();
  const first = kept();
  chmodSync(file(), 0o644);
  const tokens = await start();
  expect(kept()).toBe(first);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(await tokens.actorOf(bearing(first))).toEqual(CLI);
});

test.each([
  ["gone", () => rmSync(file())],
  ["another one", () => writeFileSync(file(), "made-up-by-someone\n")],
  ["empty", () => writeFileSync(file(), "")],
])("a file that is %s is made anew, and the old token is revoked", async (_, spoil) => {
  await start();
  const old = kept();
  spoil();
  const tokens = await start();
  expect(kept()).not.toBe(old);
  expect(await tokens.actorOf(bearing(kept()))).toEqual(CLI);
  expect(await tokens.actorOf(bearing(old))).toBeNull();
});

test.each([
  ["no header", new Headers()],
  ["another scheme", new Headers({ authorization: "Basic YTpi" })],
  ["nothing behind it", new Headers({ authorization: "Bearer" })],
  ["a made-up one", bearing("made-up")],
])("%s is nobody", async (_, headers) => {
  expect(await (await start()).actorOf(headers)).toBeNull();
});

test("the secret of sessions is made once, for its owner's eyes", () => {
  const first = authSecret(folder);
  expect(first.length).toBeGreaterThanOrEqual(43);
  expect(authSecret(folder)).toBe(first);
  expect(statSync(join(folder, "auth.secret")).mode & 0o777).toBe(0o600);
  writeFileSync(join(folder, "auth.secret"), "short");
  expect(authSecret(folder)).not.toBe("short");
});
