import { describe, expect, test } from "vitest";
import { RESTORE_KINDS, type RestoreCase, type RestoreKind, WAYS_OUT } from "#components/status/restore-case.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NOW, plain } from "#lib/testkit/snapshot.ts";
import type { RestoreAmount } from "./amount-words.ts";
import { cmdletOf, doneWords, effectsOf, pressWords, restoreLink, restoreTitle, whyWords } from "./restore-words.ts";

const lost = (is: RestoreKind, more: Partial<RestoreCase> = {}): RestoreCase => ({
  is,
  pool: "pool1.example.test" as PoolFqdn,
  partner: "pool2.example.test" as PoolFqdn,
  module: "ConfServices.DataConf" as ModuleName,
  error: null,
  heldItems: 42,
  lastEqualAt: NOW,
  against: null,
  running: null,
  ended: null,
  ...more,
});

const told = (one: RestoreCase, way = WAYS_OUT[one.is][0] ?? "sync", amount: RestoreAmount | null = null) =>
  Object.fromEntries(effectsOf(one, way, amount).map(({ term, says }) => [term, plain(says)]));

test("the command line names the pool that gives, never the one that lost", () => {
  expect(cmdletOf(lost("gone"), "sync")).toBe(
    "Invoke-CsBackupServiceSync -PoolFqdn pool2.example.test -BackupModule ConfServices.DataConf",
  );
});

test.each([
  [
    "unmarked",
    "adopt",
    "Restore-CsBackupStore -PoolFqdn pool1.example.test -BackupModule ConfServices.DataConf -Adopt",
  ],
  [
    "rewound",
    "from-partner",
    "Restore-CsBackupStore -PoolFqdn pool1.example.test -BackupModule ConfServices.DataConf -FromPartner",
  ],
  ["rewound", "adopt", "Restore-CsBackupStore -PoolFqdn pool1.example.test -Adopt"],
  ["whole-store", "adopt", "Restore-CsBackupStore -PoolFqdn pool1.example.test -Adopt"],
] as const)("%s, %s", (is, way, line) => {
  expect(cmdletOf(lost(is), way)).toBe(line);
});

const FILE = { One: "file or folder", Many: "files and folders" };
const AMOUNT: RestoreAmount = { Items: 1_216, Item: FILE, Bytes: 608e6, IsAll: true, AsOf: NOW };

test.each<[RestoreKind, "sync" | "from-partner", Partial<RestoreAmount>, string]>([
  ["gone", "sync", {}, "1,216 files and folders, 608\u00a0MB: what pool2 holds of it"],
  ["unmarked", "from-partner", {}, "1,216 files and folders, 608\u00a0MB: what pool2 holds of it"],
  ["held", "sync", {}, "at most 1,216 files and folders, 608\u00a0MB: what pool2 holds of it"],
  ["standby", "sync", { Bytes: null }, "at most 1,216 files and folders: what pool2 holds of its own"],
  ["gone", "sync", { IsAll: false }, "more than 1,216 files and folders, 608\u00a0MB: what pool2 holds of it"],
])("how much comes back is told beforehand: %s, %s %j", (is, way, more, says) => {
  expect(told(lost(is), way, { ...AMOUNT, ...more })["How much"]).toBe(
    `${says} as of ${NOW}. How long it takes is shown once it has begun.`,
  );
});

test("what could not be counted is said to be so", () => {
  expect(told(lost("gone"))["How much"]).toMatch(/^could not be counted now/);
});

describe.each(RESTORE_KINDS)("%s", (is) => {
  test("has a title, a reason, and what each way does, with no figure that nobody knows", () => {
    const one = lost(is);
    expect(restoreTitle(one)).toMatch(/pool1/);
    expect(restoreLink(one)).toMatch(/^To the (restore|adoption) of pool1$/);
    expect(plain(whyWords(one))).toMatch(/^.{20,}\.$/);
    for (const way of WAYS_OUT[is]) {
      expect(pressWords(one, way)).not.toBe("");
      expect(doneWords(one, way)).toMatch(/^Done when /);
      const effects = effectsOf(one, way, null).map(({ says }) =>
        plain(says).replaceAll(NOW, "").replace("7 days", ""),
      );
      for (const says of effects) expect(says.replace(/pool\d/g, "")).not.toMatch(/\d/);
    }
  });
});

test("a restore by sync writes only what is missing; held deletions are dropped; another store's content moves aside first", () => {
  expect(told(lost("gone"))["Comes back"]).toBe("what pool1 lacks and pool2 has: only what is missing is written");
  expect(told(lost("gone"))["Held deletions"]).toBeUndefined();
  expect(told(lost("held"))["Held deletions"]).toBe("are dropped, and what they were to delete comes back");
  expect(told(lost("foreign"))["Moves aside"]).toBe("what stands there now, into the trash of pool1 for 7 days");
  expect(plain(whyWords(lost("held")))).toContain("42 deletions of pool1's conference content are held");
});

test("adopting deletes nothing; the partner's copy in its place moves all aside", () => {
  expect(told(lost("unmarked"), "adopt").Stays).toContain("nothing is deleted on pool1 or pool2");
  expect(told(lost("unmarked"), "from-partner")["Moves aside"]).toContain("all that stands there now");
});

test("what can't come back is bounded by the moment of the last proof", () => {
  expect(told(lost("gone"))["Can't come back"]).toBe(`what pool1 wrote after ${NOW}, as far as pool2 had not got it`);
  expect(told(lost("gone", { lastEqualAt: null }))["Can't come back"]).toBe("what pool2 never got");
});
