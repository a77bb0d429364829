import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTempLedger, type TempLedger } from "#lib/testkit/temp-ledger.ts";
import { openAccessNotes } from "./access-notes.ts";
import { authSecret } from "./secret.ts";
import { openTokens } from "./tokens.ts";

const clock = { now: () => 1 };
const CLI = { name: "admin (cli)", role: "administrator", pools: "all" };
let temp: TempLedger;

beforeEach(async () => {
  temp = await openTempLedger();
});
afterEach(async () => {
  await temp.remove();
});

const file = () => join(temp.folder, "cli.token");
const kept = () => readFileSync(file(), "utf8").trim();
const start = () => openTokens(temp.folder, temp.ledger.tokens, clock, openAccessNotes(temp.ledger.audit, clock));
const bearing = (token: string) => new Headers({ authorization: `Bearer ${token}` });

test("first start makes the CLI's token, for its owner's eyes, and the ledger holds only its hash", async () => {
  const tokens = await start();
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(Buffer.from(kept(), "base64url")).toHaveLength(32);
  expect(await tokens.actorOf(bearing(kept()))).toEqual(CLI);
  const rows = await temp.ledger.database.selectFrom("tokens").selectAll().execute();
  expect(rows.map(({ name, role }) => [name, role])).toEqual([
    ["admin (cli)", "administrator"],
    ["monitoring", "scraper"],
  ]);
  expect(JSON.stringify(rows)).not.toContain(kept());
});

test("monitoring has a token of its own, which is no person's; one that is taken away is revoked alone", async () => {
  const path = join(temp.folder, "metrics.token");
  const tokens = await start();
  const [old, cli] = [readFileSync(path, "utf8").trim(), kept()];
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await tokens.actorOf(bearing(old))).toEqual({ name: "monitoring", role: "scraper", pools: "all" });
  rmSync(path);
  const next = await start();
  expect([await next.actorOf(bearing(old)), kept()]).toEqual([null, cli]);
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
  const first = authSecret(temp.folder);
  expect(first.length).toBeGreaterThanOrEqual(43);
  expect(authSecret(temp.folder)).toBe(first);
  expect(statSync(join(temp.folder, "auth.secret")).mode & 0o777).toBe(0o600);
  writeFileSync(join(temp.folder, "auth.secret"), "short");
  expect(authSecret(temp.folder)).not.toBe("short");
});
