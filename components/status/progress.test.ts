import { expect, test } from "vitest";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { FACES, NOW, plain, seconds } from "#lib/testkit/snapshot.ts";
import { progressShare, progressWords, spokenSync } from "./progress.ts";
import type { RunProgress, SyncProgress } from "./snapshot.ts";

function run(told: Partial<RunProgress>): RunProgress {
  return {
    Identity: "UserServices.PresenceFocus" as ModuleName,
    Phase: "accepted",
    TotalItems: null,
    InFlightItems: 0,
    LeftItems: 0,
    GoneItems: 0,
    EndedAt: null,
    ...told,
  };
}

function sync(...runs: readonly Partial<RunProgress>[]): SyncProgress {
  return {
    Id: "1",
    What: "full-push",
    State: "Running",
    RequestedBy: "admin",
    RequestedAt: NOW,
    Modules: runs.map(run),
  };
}

const FILES = "ConfServices.DataConf" as ModuleName;

test.each([
  [`Asked at ${NOW}, starts at once`, sync({}, { Identity: FILES })],
  ["Looking for what there is to send", sync({ Phase: "looking" })],
  ["Sending 120 of 300 rows", sync({ Phase: "sending", TotalItems: 300, LeftItems: 180, InFlightItems: 40 })],
  ["Waiting for ack of 40 rows", sync({ Phase: "sent", TotalItems: 300, InFlightItems: 40 })],
  [
    "PresenceFocus: sending 1 of 2 rows; DataConf: looking",
    sync({ Phase: "sending", TotalItems: 2, LeftItems: 1 }, { Identity: FILES, Phase: "looking" }),
  ],
  [
    `Done at ${seconds(9)}: 300 rows, 2 files and folders`,
    sync(
      { Phase: "done", TotalItems: 300, EndedAt: seconds(7) },
      { Identity: FILES, Phase: "done", TotalItems: 2, EndedAt: seconds(9) },
    ),
  ],
  ["Sending 4 of 9 rows", sync({ Phase: "sending", TotalItems: 9, LeftItems: 5, GoneItems: 3 })],
  [
    "Deleting 3 rows there, after the rest is acknowledged",
    sync({ Phase: "sending", TotalItems: 9, LeftItems: 3, GoneItems: 3 }),
  ],
  [
    "Sending 1 of 2 entries",
    sync({ Identity: "Some.LedgerStore" as ModuleName, Phase: "sending", TotalItems: 2, LeftItems: 1 }),
  ],
  ["Sending 1 of 2 items", sync({ Identity: "Not.Told" as ModuleName, Phase: "sending", TotalItems: 2, LeftItems: 1 })],
  [`Done at ${NOW}: there was nothing to copy`, sync({ Phase: "done", TotalItems: 0, EndedAt: NOW })],
])("%s", (words, told) => {
  expect(plain(progressWords(told, FACES))).toBe(words);
});

test("a run that was stopped or failed is never called done", () => {
  const ended = sync({ Phase: "done", TotalItems: 9, EndedAt: NOW });
  expect(plain(progressWords({ ...ended, State: "Cancelled" }, FACES))).toBe(`Stopped at ${NOW}`);
  expect(plain(progressWords({ ...ended, State: "Failed" }, FACES))).toBe(`Failed at ${NOW}`);
});

test("a sync that runs is spoken of before one that ended later than it was asked", () => {
  const ended = { ...sync({ Phase: "done", EndedAt: seconds(30) }), Id: "ended" };
  const open = { ...sync({}), Id: "open" };
  expect(spokenSync([ended, open])?.Id).toBe("open");
  expect(spokenSync([ended])?.Id).toBe("ended");
  expect(spokenSync([])).toBeNull();
});

test("the share is known once every part has counted, and counts only what is acknowledged", () => {
  expect(progressShare(sync({ TotalItems: 300, LeftItems: 180, InFlightItems: 40 }))).toBeCloseTo(80 / 300);
  expect(progressShare(sync({ TotalItems: 300 }, { TotalItems: null }))).toBeNull();
  expect(progressShare(sync({ TotalItems: 0 }))).toBeNull();
});
