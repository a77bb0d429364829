import { expect, test } from "vitest";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { plain } from "#lib/testkit/snapshot.ts";
import { safetyGrounds, safetyLook, safetySentence, stepWords } from "./safety-words.ts";
import type { ToldCopy, ToldItem } from "./told-find.ts";

const AT = "2026-11-21T12:04:19.000Z";
const LOOKED = "2026-11-21T12:04:15.000Z";
const copy = (more: Partial<ToldCopy> = {}): ToldCopy => ({
  Is: "Present",
  Sentence: null,
  Label: "Anna",
  ChangedAt: null,
  Rows: 1,
  Bytes: null,
  Sha256: "ab",
  ...more,
});
const item = (more: Partial<ToldItem> = {}): ToldItem => ({
  BackupModule: "UserServices.PresenceFocus" as ModuleName,
  Kind: "user",
  Table: null,
  Name: "sip:anna@x",
  HomePoolFqdn: "pool1.x.test" as PoolFqdn,
  BackupPoolFqdn: "pool2.x.test" as PoolFqdn,
  Safety: "Equal",
  ComparedAt: AT,
  NotCompared: null,
  Doubt: null,
  Own: copy(),
  Standby: copy(),
  CapturedAt: null,
  Waits: null,
  Package: null,
  SentAt: null,
  LookedAt: LOOKED,
  AckedPackage: "5-12",
  AckedAt: LOOKED,
  AckHeardAt: AT,
  LastImportAt: AT,
  ...more,
});

const gone = copy({ Is: "Absent" });
const acked = { Safety: "Acknowledged", ComparedAt: null, NotCompared: "elsewhere" } as const;

test.each<[sentence: string, grounds: string, Partial<ToldItem>]>([
  [`Yes: both copies are equal as of ${AT}`, "", {}],
  [`Yes: the folder itself is the same on both as of ${AT}`, "", { Kind: "folder" }],
  [
    `No: pool2 does not have it yet as of ${AT}`,
    `A change of it waits to be sent, since ${LOOKED}. `,
    { Safety: "Different", Standby: gone, Waits: "pending", CapturedAt: LOOKED },
  ],
  [
    `No: the copy on pool2 differs as of ${AT}`,
    `A change of it was sent and is not acknowledged, in package 5-13, since ${LOOKED}. `,
    { Safety: "Different", Waits: "in-flight", CapturedAt: LOOKED, Package: "5-13" },
  ],
  [
    `No: it was deleted on pool1 as of ${AT}`,
    `Its deletion is held by the deletion guard, since ${LOOKED}. `,
    { Safety: "Different", Own: gone, Waits: "held", CapturedAt: LOOKED },
  ],
  [
    `No: it is gone from pool1, and pool2 has it still as of ${AT}`,
    `No change of it is known to wait as of ${LOOKED}: either it changed since that look, or the copy was altered. `,
    { Safety: "Different", Own: gone, Kind: "file" },
  ],
  [
    `No: the copy on pool2 differs as of ${AT}`,
    `No change of it is known to wait as of ${LOOKED}: either it was changed in that very moment, or the copy was altered. `,
    { Safety: "Different" },
  ],
  [
    `Not changed since pool2 acknowledged package 5-12, by its word of ${AT}`,
    `No change of it was known as of ${LOOKED}. The copies were not compared: one of the pools is run by another service. `,
    acked,
  ],
  [
    "No: the partner refused it",
    `It changed at ${LOOKED}. The copies were not compared: a store is lost or cannot be read. `,
    { Safety: "Waits", ComparedAt: null, NotCompared: "lost", Waits: "quarantined", CapturedAt: LOOKED },
  ],
  [
    "Not known",
    "The copies were not compared: a store is lost or cannot be read. The first look since the service started has not ended.",
    { Safety: "Unknown", ComparedAt: null, NotCompared: "lost", Doubt: "starting" },
  ],
])("%s", (words, grounds, more) => {
  expect(plain(safetySentence(item(more)))).toBe(words);
  expect(plain(safetyGrounds(item(more)))).toBe(grounds);
});

test.each<[string, string, string, Partial<ToldItem>]>([
  [
    `nothing new as of ${LOOKED}`,
    "all that was captured of it",
    `up to package 5-12, acknowledged at ${LOOKED}; the partner's word is of ${AT}`,
    {},
  ],
  [
    `changed at ${LOOKED}`,
    `in package 5-13 at ${AT}`,
    `up to package 5-12, acknowledged; the partner's word is of ${AT}`,
    { Waits: "in-flight", CapturedAt: LOOKED, Package: "5-13", SentAt: AT, AckedAt: null },
  ],
  [`changed at ${LOOKED}`, "not yet", "not known", { Waits: "pending", CapturedAt: LOOKED, AckedPackage: null }],
  [
    `changed at ${LOOKED}`,
    "sent, and refused",
    "not known",
    { Waits: "quarantined", CapturedAt: LOOKED, AckHeardAt: null },
  ],
  ["not known", "not known", "not known", { LookedAt: null, AckHeardAt: null }],
])("captured %s, exported %s, imported %s", (captured, exported, imported, more) => {
  const words = stepWords(item(more));
  expect([words.captured, words.exported, words.imported].map(plain)).toEqual([captured, exported, imported]);
});

test.each<[string, Partial<ToldItem>]>([
  ["FinalState", {}],
  ["SteadyState", acked],
  ["NonSteadyState", { Safety: "Waits", Waits: "pending" }],
  ["NonSteadyState", { Safety: "Different", Waits: "in-flight" }],
  ["ErrorState", { Safety: "Different" }],
  ["ErrorState", { Safety: "Different", Waits: "quarantined" }],
  ["Unknown", { Safety: "Unknown" }],
])("it looks like %s", (look, more) => {
  expect(safetyLook(item(more))).toBe(look);
});
