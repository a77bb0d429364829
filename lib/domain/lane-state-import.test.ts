import { describe, expect, test } from "vitest";
import { aFault, aHearing, aQuarantine, aWord, HOUR, NOON, SECOND } from "#lib/testkit/builders.ts";
import { anExportReport, anImportReport } from "#lib/testkit/evidence.ts";
import type { ImportReport, PartnerWord } from "./evidence.ts";
import type { Hearing } from "./hearing.ts";
import type { ImportState } from "./import-state.ts";
import { judgeImport } from "./lane-state.ts";
import { judgePartnerImport } from "./partner-import.ts";
import type { ReasonCode } from "./reasons.ts";

const ago = (ms: number) => NOON - ms;
const SILENT: Partial<Hearing> = { fresh: false, heardAt: ago(20 * SECOND) };

describe("a pool's own import", () => {
  type Row = [sentence: string, state: ImportState, reason: ReasonCode | null, report: Partial<ImportReport>];
  test.each<Row>([
    ["an import that works", "NormalState", null, {}],
    ["one that never had anything to import works too", "NormalState", null, { lastImportAt: null }],
    ["before its first look", "NotInitialized", "starting", { attempt: { is: "none" } }],
    ["evidence of an earlier run", "NotInitialized", "starting", { runId: "run-0" }],
    ["a failed attempt", "ErrorState", "disk-full", { attempt: { is: "failed", fault: aFault(NOON) } }],
    ["a report of 15 s ago", "NormalState", null, { at: ago(15 * SECOND) }],
    ["a report older than 15 s", "Unknown", "engine-unheard", { at: ago(15 * SECOND + 1) }],
    ["a report from the future", "Unknown", "engine-unheard", { at: NOON + HOUR }],
    ["an item in quarantine", "NormalState", null, { quarantine: aQuarantine(ago(HOUR)) }],
    ["a look at the inbox that takes 60 s", "NormalState", null, { progressAt: ago(60 * SECOND) }],
    ["one that takes longer", "ErrorState", "stalled", { progressAt: ago(60 * SECOND + 1) }],
    [
      "a standstill is the engine's own measure, however old its word is",
      "NormalState",
      null,
      { at: ago(10 * SECOND), progressAt: ago(70 * SECOND) },
    ],
  ])("%s: %s, %s", (_sentence, state, reason, report) => {
    expect(judgeImport(anImportReport(NOON, report), aHearing(NOON), NOON)).toMatchObject({ state, reason });
  });

  test("is starting when a living engine has not told of it", () => {
    expect(judgeImport(null, aHearing(NOON), NOON)).toMatchObject({ state: "NotInitialized", reason: "starting" });
  });

  test("is Unknown since the engine was last heard", () => {
    const failed = anImportReport(ago(HOUR), { attempt: { is: "failed", fault: aFault(ago(HOUR)) } });
    const unknown = { state: "Unknown", reason: "engine-unheard", unknownSince: ago(20 * SECOND) };
    expect(judgeImport(failed, aHearing(NOON, SILENT), NOON)).toEqual(unknown);
  });

  test("is Unknown since its last report when no beat is kept", () => {
    const unheard = aHearing(NOON, { fresh: false, heardAt: null });
    expect(judgeImport(anImportReport(ago(HOUR)), unheard, NOON).unknownSince).toBe(ago(HOUR));
  });
});

describe("the partner's import as its exporter may believe it", () => {
  const believed = (word: PartnerWord | null, hearing: Partial<Hearing> = {}, runId?: string) =>
    judgePartnerImport(anExportReport(NOON, { partner: word, ...(runId && { runId }) }), aHearing(NOON, hearing), NOON);

  test.each<[said: ImportState, reason: ReasonCode | null]>([
    ["NormalState", null],
    ["NotInitialized", null],
    ["Unknown", null],
    ["ErrorState", "partner-fails"],
  ])("is %s when a fresh word says so", (said, reason) => {
    expect(believed(aWord(NOON, { importState: said }))).toEqual({ state: said, reason, unknownSince: null });
  });

  test("is believed at exactly 15 s and Unknown a millisecond later, since that word", () => {
    expect(believed(aWord(ago(15 * SECOND))).state).toBe("NormalState");
    expect(believed(aWord(ago(15 * SECOND + 1)))).toEqual({
      state: "Unknown",
      reason: "partner-unheard",
      unknownSince: ago(15 * SECOND + 1),
    });
  });

  test("is Unknown on a word from the future: the clock went back", () => {
    expect(believed(aWord(NOON + HOUR)).state).toBe("Unknown");
  });

  test.each<[sentence: string, word: PartnerWord | null, runId?: string]>([
    ["there is no word", null],
    ["the word was not seen to change", aWord(NOON, { heardAt: null })],
    ["the word was heard by an earlier run", aWord(NOON), "run-0"],
  ])("is not told in this run yet while %s", (_sentence, word, runId) => {
    expect(believed(word, {}, runId)).toMatchObject({ state: "NotInitialized", reason: "starting" });
  });

  test("is Unknown when our own engine is not heard, whatever the word said", () => {
    expect(believed(aWord(NOON), SILENT)).toEqual({
      state: "Unknown",
      reason: "engine-unheard",
      unknownSince: ago(20 * SECOND),
    });
  });
});
