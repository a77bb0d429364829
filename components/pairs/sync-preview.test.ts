import { describe, expect, test } from "vitest";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { FACES, NOW } from "#lib/testkit/snapshot.ts";
import { runningWords, type ToldPreview, timeWords, waitingWords } from "./sync-preview.ts";

const ROWS = "UserServices.PresenceFocus" as ModuleName;
const FILES = "ConfServices.DataConf" as ModuleName;
const told = (more: Partial<ToldPreview["Modules"][number]> = {}): ToldPreview["Modules"][number] => ({
  Identity: ROWS,
  PendingItems: 12,
  PendingBytes: null,
  AsOf: NOW,
  SecondsAtLeast: 3,
  SecondsAtMost: 6,
  ...more,
});
const preview = (...Modules: ToldPreview["Modules"]): ToldPreview => ({ Modules, Running: [] });

test("what waits is told module by module, and what was not counted is not called nothing", () => {
  const all = preview(
    told(),
    told({ Identity: FILES, PendingItems: 1, PendingBytes: 608_000_000 }),
    told({ PendingItems: 0 }),
    told({ PendingItems: null }),
  );
  expect(waitingWords(all, FACES)).toEqual([
    "PresenceFocus: 12 rows",
    "DataConf: 1 file or folder, 608\u00a0MB",
    "PresenceFocus: nothing waits",
    "PresenceFocus: not counted yet",
  ]);
});

describe("how long", () => {
  test("is the longest of the modules, which go side by side", () => {
    const time = timeWords(preview(told(), told({ SecondsAtLeast: 60, SecondsAtMost: 130 })));
    expect(time).toMatch(/^Sending what waits: 1 min to 2 min 10 s, by the last one;/);
    expect(timeWords(preview(told({ SecondsAtLeast: 0, SecondsAtMost: 1 })))).toContain("at most 1 s");
  });

  test("is not known as soon as one of them was never measured", () => {
    expect(timeWords(preview(told(), told({ SecondsAtLeast: null, SecondsAtMost: null })))).toMatch(/^Not known/);
    expect(timeWords(preview(told({ PendingItems: null, SecondsAtLeast: null, SecondsAtMost: null })))).toMatch(
      /^Not known/,
    );
  });

  test("of nothing is the comparison alone", () => {
    expect(timeWords(preview(told({ PendingItems: 0, SecondsAtLeast: null, SecondsAtMost: null })))).toBe(
      "Comparing the two sides; nothing is known to wait",
    );
  });
});

test("what runs already is named", () => {
  const Running = [{ Id: "r", What: "full-push", Modules: [ROWS, FILES] }] as const;
  expect(runningWords({ Modules: [], Running }, FACES)).toEqual(["A sync of PresenceFocus, DataConf"]);
});
