import { expect, test } from "vitest";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { JournalEntryView } from "#lib/domain/lane-history.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NOW } from "#lib/testkit/snapshot.ts";
import { entryWords } from "./entry-words.ts";

const OF = {
  PoolFqdn: "pool1.example.test" as PoolFqdn,
  BackupPoolFqdn: "pool2.example.test" as PoolFqdn,
  Modules: ["ConfServices.DataConf" as ModuleName],
};
const common = { Id: "1", At: NOW };
const ran = { ...common, ...OF, RequestId: "r", What: "full-push", End: "done", Items: 1_216, Sentence: null } as const;

test.each<[entry: JournalEntryView, title: string, of: string | null, more: readonly string[]]>([
  [
    { ...common, ...OF, Kind: "asked", By: "ada", Door: "page", RequestId: "r", What: "full-push" },
    "Sync asked for by ada",
    "pool1 → pool2, DataConf",
    [],
  ],
  [
    { ...common, ...OF, Kind: "asked", By: "ada", Door: "api", RequestId: "r", What: "cancel" },
    "Stopped by ada",
    "pool1 → pool2, DataConf",
    [],
  ],
  [{ ...ran, Kind: "ran" }, "The sync is done", "pool1 → pool2, DataConf", ["1,216 items in all"]],
  [{ ...ran, Kind: "ran", End: "cancelled", Items: null }, "The sync was stopped", "pool1 → pool2, DataConf", []],
  [
    { ...ran, Kind: "failed", What: "restore", Sentence: "It is gone." },
    "The restore failed",
    "pool1 → pool2, DataConf",
    ["It is gone."],
  ],
  [
    {
      ...common,
      ...OF,
      Kind: "failed",
      Side: "Export",
      State: "ErrorState",
      Reason: "disk-full",
      Sentence: "Full.",
      Path: "/srv",
    },
    "Export ErrorState",
    "pool1 → pool2, DataConf",
    [expect.any(String), "/srv: Full."] as unknown as string[],
  ],
  [
    { ...common, ...OF, Kind: "state", Side: "Import", State: "NormalState", Reason: null, Sentence: null, Path: null },
    "Import NormalState",
    "pool1 → pool2, DataConf",
    [],
  ],
  [
    {
      ...common,
      Kind: "changed",
      By: "ada",
      Door: "page",
      What: "accept-display",
      Subject: "Lobby 2.floor",
      Changes: [{ Name: "AcceptedAt", Before: null, After: "1795953600000" }],
    },
    "Screen let in by ada",
    "Lobby 2.floor",
    [],
  ],
  [
    { ...common, Kind: "changed", By: "ada", Door: "page", What: "revoke-display", Subject: "Lobby", Changes: [] },
    "Screen shut out by ada",
    "Lobby",
    [],
  ],
  [
    {
      ...common,
      Kind: "changed",
      By: "ada",
      Door: "page",
      What: "configure",
      Subject: "Global",
      Changes: [{ Name: "syncInterval", Before: "120000", After: "5000" }],
    },
    "Settings changed by ada",
    null,
    ["syncInterval: 120000, now 5000"],
  ],
  [
    {
      ...common,
      Kind: "changed",
      By: "ada",
      Door: "page",
      What: "pair",
      Subject: "pool1.example.test pool2.example.test",
      Changes: [],
    },
    "Pools paired by ada",
    "pool1 and pool2",
    [],
  ],
  [{ ...common, Kind: "engine", Machine: "fe1" }, "The sync engine started", "fe1", []],
])("%#", (entry, title, of, more) => {
  expect(entryWords(entry)).toEqual({ title, of, more });
});
