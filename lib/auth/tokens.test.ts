import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { anActor, POOL_1 } from "#lib/testkit/evidence.ts";
import { openTempLedger, type TempLedger } from "#lib/testkit/temp-ledger.ts";
import { openAccessNotes } from "./access-notes.ts";
import { authSecret } from "./secret.ts";
import { openTokens, type TokenWish, tokenDesk } from "./tokens.ts";

let now = 1;
const clock = { now: () => now };
const CLI = { name: "admin (cli)", role: "administrator", pools: "all" };
let temp: TempLedger;

beforeEach(async () => {
  now = 1;
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

const DAY = 86_400_000;
const wish = { name: "nightly", role: "operator", pools: [POOL_1], life: 30 } as const;
const made = async (more: Partial<TokenWish> = {}) =>
  (await tokenDesk(temp.ledger.tokens, clock).make({ ...wish, ...more }, anActor())) ?? expect.unreachable();

test("a token that somebody made opens what it was made for, until its time is over: then that is said", async () => {
  const tokens = await start();
  const { secret } = await made();
  expect(await tokens.actorOf(bearing(secret))).toEqual({ name: "token nightly", role: "operator", pools: [POOL_1] });
  now += 30 * DAY - 1;
  expect(await tokens.actorOf(bearing(secret))).not.toBeNull();
  now += 1;
  await expect(tokens.actorOf(bearing(secret))).rejects.toMatchObject({
    code: "not-signed-in",
    sentence: "The token nightly expired at 1970-01-31T00:00:00.001Z.",
  });
  const [row] = await temp.ledger.database.selectFrom("audit").selectAll().orderBy("n", "desc").limit(1).execute();
  expect(row).toMatchObject({ action: "token-refused", subject: "nightly", actor: "unknown" });
});

test("one without an end holds until it is removed", async () => {
  const tokens = await start();
  const { secret, token } = await made({ life: "never", pools: "all" });
  now += 4_000 * DAY;
  expect(await tokens.actorOf(bearing(secret))).toMatchObject({ pools: "all" });
  await tokenDesk(temp.ledger.tokens, clock).remove(token.id, anActor());
  expect(await tokens.actorOf(bearing(secret))).toBeNull();
});

test("when it was used last is known to the minute, and kept no oftener", async () => {
  const tokens = await start();
  const { secret, token } = await made();
  const lastUsed = async () => (await temp.ledger.tokens.tokens()).find(({ id }) => id === token.id)?.lastUsedAt;
  expect(await lastUsed()).toBeNull();
  const seen = [];
  for (const at of [1_000, 1_001, 60_999, 61_000]) {
    now = at;
    await tokens.actorOf(bearing(secret));
    seen.push(await lastUsed());
  }
  expect(seen).toEqual([1_000, 1_000, 1_000, 61_000]);
});

test("nothing that is kept tells the token", async () => {
  const { secret } = await made();
  const kept = await Promise.all(
    (["tokens", "audit"] as const).map((name) => temp.ledger.database.selectFrom(name).selectAll().execute()),
  );
  expect(JSON.stringify(kept)).not.toContain(secret);
});

test("a token that is called like an account is not audited as that, and none is called like the service's own", async () => {
  const tokens = await start();
  expect(await tokenDesk(temp.ledger.tokens, clock).make({ ...wish, name: CLI.name }, anActor())).toBeNull();
  const { secret } = await made({ name: "admin" });
  expect(await tokens.actorOf(bearing(secret))).toMatchObject({ name: "token admin" });
});

test("the secret of sessions is made once, for its owner's eyes", () => {
  const first = authSecret(temp.folder);
  expect(first.length).toBeGreaterThanOrEqual(43);
  expect(authSecret(temp.folder)).toBe(first);
  expect(statSync(join(temp.folder, "auth.secret")).mode & 0o777).toBe(0o600);
  writeFileSync(join(temp.folder, "auth.secret"), "short");
  expect(authSecret(temp.folder)).not.toBe("short");
});
