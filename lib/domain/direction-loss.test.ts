import { describe, expect, test } from "vitest";
import {
  aBeat,
  aFault,
  aHearing,
  aQuarantine,
  aRunIn,
  aWord,
  HOUR,
  MINUTE,
  NOON,
  SECOND,
} from "#lib/testkit/builders.ts";
import { anExportReport, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import type { ModuleFace } from "./backup-module.ts";
import { DEFAULT_CONFIGURATION } from "./configuration.ts";
import { directionLoss, hasLoss, laneDoubt } from "./direction-loss.ts";
import type { ExportReport } from "./evidence.ts";
import { isoInstant } from "./instant.ts";
import { cycleLimit } from "./limits.ts";
import { NO_LOSS } from "./loss.ts";
import type { StatusQuestion } from "./status.ts";

const rows: ModuleFace = {
  name: PRESENCE,
  category: "UserData",
  kind: "rows",
  aliases: [],
  item: { one: "row", many: "rows" },
};
const files: ModuleFace = { ...rows, name: DATA_CONF, kind: "files" };

const LOST = { counts: { ...NO_LOSS, users: 12, conferences: 3 }, unnamed: 0, since: NOON - MINUTE, at: NOON };
const waiting = (more: Partial<ExportReport> = {}) => anExportReport(NOON, { pendingItems: 15, loss: LOST, ...more });
const scanned = (more: Partial<ExportReport> = {}) => anExportReport(NOON, { lastScanAt: NOON - 2 * MINUTE, ...more });

/** Rows and files of pool 1 at noon, all well. */
function question(exported: ExportReport | null, content: ExportReport | null = scanned(), more = {}): StatusQuestion {
  return {
    pool: POOL_1,
    partner: POOL_2,
    modules: [
      {
        module: rows,
        exported,
        imported: null,
        runs: [],
        returning: [],
        limit: cycleLimit(rows, DEFAULT_CONFIGURATION),
      },
      {
        module: files,
        exported: content,
        imported: null,
        runs: [],
        returning: [],
        limit: cycleLimit(files, DEFAULT_CONFIGURATION),
      },
    ],
    beat: aBeat(NOON),
    hearing: aHearing(NOON),
    isHere: true,
    isPartnerHere: true,
    intervalMs: 2 * MINUTE,
    now: NOON,
    ...more,
  };
}

test("what would be lost is the sum over the lanes, since the oldest of it, as of the counts and the scan", () => {
  const content = scanned({
    loss: { counts: { ...NO_LOSS, files: 41 }, unnamed: 2, since: NOON - HOUR, at: NOON - SECOND },
  });
  expect(directionLoss(question(waiting(), content))).toEqual({
    Is: "Counted",
    Why: null,
    Users: 12,
    Conferences: 3,
    Files: 41,
    Documents: 0,
    Others: 0,
    Unnamed: 2,
    Since: isoInstant(NOON - HOUR),
    AsOf: isoInstant(NOON - SECOND),
    FilesAsOf: isoInstant(NOON - 2 * MINUTE),
  });
});

test("nothing that is counted is a statement, with its moment", () => {
  const loss = directionLoss(question(anExportReport(NOON)));
  expect(loss).toMatchObject({ Is: "Counted", Why: null, Users: 0, Since: null, AsOf: isoInstant(NOON) });
  expect(hasLoss(loss)).toBe(false);
});

describe("nothing is said of what is not known", () => {
  test.each<[string, StatusQuestion, string]>([
    [
      "the engine is silent",
      question(waiting(), scanned(), { hearing: aHearing(NOON, { fresh: false }) }),
      "engine-unheard",
    ],
    ["the evidence is old", question(waiting(), scanned(), { now: NOON + 20 * SECOND }), "engine-unheard"],
    ["the evidence is of another run", question(waiting({ runId: "run-0" }), null), "starting"],
    ["no look was through", question(waiting({ cutOff: null, attempt: { is: "none" } }), null), "starting"],
    ["it was never counted", question(anExportReport(NOON, { loss: null }), null), "starting"],
    ["another service runs the pool", question(waiting(), scanned(), { isHere: false }), "pool-elsewhere"],
    ["there is no module", question(null, null, { modules: [] }), "starting"],
    [
      "nothing waits, and the partner is silent",
      question(anExportReport(NOON, { partner: aWord(NOON - MINUTE) })),
      "partner-unheard",
    ],
    [
      "nothing waits, and the look failed",
      question(anExportReport(NOON, { attempt: { is: "failed", fault: aFault(NOON) } })),
      "disk-full",
    ],
    [
      "nothing waits, and the files were not looked at",
      question(anExportReport(NOON), scanned({ lastScanAt: null })),
      "starting",
    ],
    [
      "nothing waits, and the last scan is old",
      question(anExportReport(NOON), scanned({ lastScanAt: NOON - 4 * MINUTE })),
      "look-old",
    ],
    [
      "nothing was found to wait, by a count of long ago",
      question(anExportReport(NOON, { loss: { ...LOST, counts: NO_LOSS, since: null, at: NOON - 16 * SECOND } })),
      "counting",
    ],
    [
      "both standbys are lost",
      question(
        waiting({ partner: aWord(NOON, { standby: "lost" }) }),
        scanned({ partner: aWord(NOON, { isSameStore: false }) }),
      ),
      "standby-lost",
    ],
  ])("%s", (_, asked, why) => {
    const loss = directionLoss(asked);
    expect(loss).toMatchObject({ Is: "Unknown", Why: why, AsOf: null, Since: null });
    expect(hasLoss(loss)).toBe(false);
  });
});

describe("what is counted may not be all", () => {
  test.each<[string, StatusQuestion, string]>([
    ["the partner is silent", question(waiting({ partner: aWord(NOON - MINUTE) })), "partner-unheard"],
    [
      "the partner is another service's, and silent",
      question(waiting({ partner: aWord(NOON - MINUTE) }), scanned(), { isPartnerHere: false }),
      "pool-elsewhere",
    ],
    [
      "the partner does not know what it refused",
      question(waiting({ partner: aWord(NOON, { quarantine: null }) })),
      "partner-fails",
    ],
    [
      "the standby is being filled",
      question(waiting({ partner: aWord(NOON, { standby: "restoring" }) }), scanned(), {
        modules: [
          {
            module: rows,
            exported: waiting({ partner: aWord(NOON, { standby: "restoring" }) }),
            imported: null,
            runs: [openRun()],
          },
        ],
      }),
      "restoring",
    ],
    [
      "the other lane's standby is lost",
      question(waiting(), scanned({ partner: aWord(NOON, { standby: "lost" }) })),
      "standby-lost",
    ],
    [
      "the other lane has just begun",
      question(waiting(), scanned({ cutOff: null, attempt: { is: "none" } })),
      "starting",
    ],
    ["the source cannot be read", question(waiting({ attempt: { is: "failed", fault: aFault(NOON) } })), "disk-full"],
    ["capture was off", question(waiting({ missed: "capture-off" })), "capture-off"],
    ["the last scan is old", question(waiting(), scanned({ lastScanAt: NOON - 4 * MINUTE })), "look-old"],
    ["it was counted long ago", question(waiting({ loss: { ...LOST, at: NOON - 16 * SECOND } })), "counting"],
    [
      "it was counted long ago, and the source cannot be read",
      question(waiting({ loss: { ...LOST, at: NOON - HOUR }, attempt: { is: "failed", fault: aFault(NOON) } })),
      "disk-full",
    ],
  ])("%s", (_, asked, why) => {
    expect(directionLoss(asked)).toMatchObject({ Is: "AtLeast", Why: why, Users: 12, Conferences: 3 });
  });

  test("a count of three beats ago is still one", () => {
    const asked = question(waiting({ loss: { ...LOST, at: NOON - 15 * SECOND } }));
    expect(directionLoss(asked)).toMatchObject({ Is: "Counted", Why: null });
  });

  test("an old count is no doubt of a single item, whose book is read", () => {
    const asked = question(waiting({ loss: { ...LOST, at: NOON - HOUR } }));
    expect(asked.modules.map((evidence) => laneDoubt(evidence, asked))).toEqual([null, null]);
  });

  test("what the guard holds is counted, and all else goes on", () => {
    expect(directionLoss(question(waiting({ heldItems: 3 })))).toMatchObject({ Is: "Counted", Why: null });
  });

  test("what was refused and named is counted with the rest", () => {
    const refused = anExportReport(NOON, { partner: aWord(NOON, { quarantine: aQuarantine(NOON) }), loss: LOST });
    expect(directionLoss(question(refused))).toMatchObject({ Is: "Counted", Users: 12 });
  });
});

test("a module that the pool is not meant to export loses nothing", () => {
  const idle = anExportReport(NOON, { role: "standby", loss: null, cutOff: null, attempt: { is: "none" } });
  expect(directionLoss(question(waiting(), idle))).toMatchObject({ Is: "Counted", Users: 12, FilesAsOf: null });
});

function openRun() {
  return aRunIn("sending", NOON);
}
