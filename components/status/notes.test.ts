import { expect, test } from "vitest";
import type { LastError } from "#lib/domain/last-error.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { direction, module, NOW, pair, partner, seconds } from "#lib/testkit/snapshot.ts";
import { pairNotes } from "./notes.ts";
import type { Direction } from "./snapshot.ts";

const FILES = "ConfServices.DataConf";
const told = (error: Partial<LastError>): LastError => ({
  Side: "Export",
  Code: "disk-full",
  Sentence: "The disk is full.",
  Path: null,
  FirstAt: seconds(-60),
  At: NOW,
  Count: 2,
  ...error,
});

test("a pair that is well has no notes, and neither has one that just started or is asked to sync", () => {
  const quiet = [
    module({ ExportStatus: "NotInitialized", Reason: "starting" }),
    module({ Identity: FILES, ExportStatus: "NonSteadyState", Reason: "request-runs" }),
  ];
  expect(pairNotes(pair(direction({ modules: quiet })), true)).toEqual([]);
});

test("one cause is one note, however many modules it stops", () => {
  const failed = { ExportStatus: "ErrorState", Reason: "disk-full", LastError: told({}) } as const;
  const notes = pairNotes(pair(direction({ modules: [module(failed), module({ ...failed, Identity: FILES })] })), true);
  expect(notes.map((note) => note.title)).toEqual(["PresenceFocus and DataConf pool1 → pool2 fail"]);
});

test("copies that a limit holds back can have it lifted, each by itself; one that is lifted says until when", () => {
  const behind = { ExportStatus: "NonSteadyState", Reason: "limit-reached", PendingItems: 9 } as const;
  const until = seconds(600);
  const modules = [module(behind), module({ ...behind, Identity: FILES, LimitLiftedUntil: until })];
  const one = direction({ modules });
  expect(pairNotes(pair(one), true).map(({ reason, liftable }) => [reason, liftable])).toEqual([
    [
      "limit-reached",
      [
        { pool: one.From, module: "UserServices.PresenceFocus", liftedUntil: null },
        { pool: one.From, module: FILES, liftedUntil: until },
      ],
    ],
  ]);
});

test("what falls behind by its limit says how fast, where that was measured", () => {
  const behind = { ExportStatus: "NonSteadyState", Reason: "limit-reached" } as const;
  const says = (told: Parameters<typeof module>[0]) =>
    pairNotes(pair(direction({ modules: [module({ ...behind, ...told })] })), true)[0]?.says;
  const pace = { Unit: "bytes", ArrivesPerMinute: 210e6, LeavesPerMinute: 50e6 } as const;
  expect(says({ Pace: pace, DoesNotDrain: true })).toMatch(
    /next cycle\. 210\u00a0MB a minute arrive, 50\u00a0MB a minute leave: it does not drain at this rate\.$/,
  );
  expect(says({ Pace: { Unit: "items", ArrivesPerMinute: 0, LeavesPerMinute: 1_500 } })).toMatch(
    /next cycle\. 0 items a minute arrive, 1,500 items a minute leave\.$/,
  );
  expect(says({})).toMatch(/next cycle\.$/);
});

test("nothing is to be done while it drains; where it does not, only what helps is told", () => {
  const behind = { ExportStatus: "NonSteadyState", Reason: "limit-reached" } as const;
  const next = (told: Parameters<typeof module>[0]) =>
    pairNotes(pair(direction({ modules: [module({ ...behind, ...told })] })), true)[0]?.next;
  expect(next({})).toMatch(/^To do: nothing, if it drains\. Lift the limit/);
  expect(next({ DoesNotDrain: true })).toMatch(/^Lift the limit for a time/);
});

test("once all of them are lifted, nothing more is to be done", () => {
  const lifted = { Reason: "limit-reached", LimitLiftedUntil: seconds(600) } as const;
  const modules = [module({ ExportStatus: "NonSteadyState", ...lifted })];
  expect(pairNotes(pair(direction({ modules })), true)[0]?.next).toMatch(/^Its limit is lifted/);
});

test("a note says what is at risk, and whether it ends by itself", () => {
  const full = { ExportStatus: "ErrorState", Reason: "disk-full", LastError: told({}) } as const;
  expect(pairNotes(pair(direction({ modules: [module(full)] })), true)[0]?.risk).toBe(
    "At risk: every change from now on: none of them gets its second copy until this is over. It ends by itself once its cause is gone.",
  );
});

test("what shares a full disk is one note, which lists the modules", () => {
  const full = { ExportStatus: "ErrorState", Reason: "disk-full", LastError: told({ Path: "/srv/files" }) } as const;
  const modules = ["UserServices.PresenceFocus", FILES, "CentralMgmt.CMSMaster"].map((Identity) =>
    module({ Identity, ...full }),
  );
  const [note, ...more] = pairNotes(pair(direction({ modules })), true);
  expect(note?.title).toBe("PresenceFocus, DataConf and CMSMaster pool1 → pool2 fail");
  expect(more).toEqual([]);
});

test("the silent engine is told once for both directions", () => {
  const silent = { ExportStatus: "Unknown", Reason: "engine-unheard", UnknownSince: seconds(-60) } as const;
  const unheard = partner({ ImportStatus: "Unknown", Reason: "engine-unheard", UnknownSince: seconds(-60) });
  const row = { modules: [module(silent)], partners: [unheard] };
  const notes = pairNotes(pair(direction(row), direction({ from: "pool2", to: "pool1", ...row })), true);
  expect(notes.map(({ title, tone }) => [title, tone])).toEqual([["The sync engine is silent", "unknown"]]);
});

test("a partner that another service runs, and whose word is not heard, is one cause", () => {
  const unheard = { ExportStatus: "Unknown", Reason: "partner-unheard", UnknownSince: seconds(-60) } as const;
  const elsewhere = { ImportStatus: "Unknown", Reason: "pool-elsewhere" } as const;
  const away = module({ ExportStatus: "Unknown", Reason: "pool-elsewhere" });
  const there = direction({ modules: [module(unheard)], partners: [partner(elsewhere)] });
  const back = direction({ from: "pool2", to: "pool1", modules: [away] });
  const notes = pairNotes(pair(there, back), true);
  expect(notes.map(({ title, tone }) => [title, tone])).toEqual([["pool2 is silent", "unknown"]]);
  expect(notes[0]?.next).toContain("Another service runs pool2");
  const heard = direction({ modules: [module()], partners: [partner(elsewhere)] });
  const [note, ...more] = pairNotes(pair(heard, back), true);
  expect(note).toMatchObject({
    title: "pool2 is not run by this service",
    says: "This service does not run the engine of pool2 (PAIRKEEPER_POOLS), so it knows nothing of it.",
    risk: "At risk: this service cannot say.",
  });
  expect(more).toEqual([]);
});

test("a partner that cannot import is told by its own fault, with the path", () => {
  const there = partner({ ImportStatus: "ErrorState", Reason: "partner-fails" });
  const own = module({
    ImportStatus: "ErrorState",
    Reason: "disk-full",
    LastError: told({ Side: "Import", Path: "files/a.pptx" }),
  });
  const back = direction({ from: "pool2", to: "pool1", modules: [own] });
  const [note, ...more] = pairNotes(pair(direction({ partners: [there] }), back), true);
  expect(note).toMatchObject({
    title: "pool2 cannot import PresenceFocus of pool1",
    reason: "disk-full",
    tone: "bad",
    error: { Path: "files/a.pptx" },
  });
  expect(more).toEqual([]);
});

test("a copy that waits because its partner cannot import is told once, by the import that fails", () => {
  const waits = module({ ExportStatus: "NonSteadyState", Reason: "partner-fails" });
  const there = partner({ ImportStatus: "ErrorState", Reason: "partner-fails" });
  const damaged = told({ Side: "Import", Code: "package-damaged" });
  const own = module({ ImportStatus: "ErrorState", Reason: "package-damaged", LastError: damaged });
  const row = direction({ modules: [waits], partners: [there] });
  const reasons = (back: Direction) => pairNotes(pair(row, back), true).map(({ reason, title }) => [reason, title]);
  const title = "pool2 cannot import PresenceFocus of pool1";
  const back = (modules: readonly ModuleStatus[]) => direction({ from: "pool2", to: "pool1", modules });
  expect(reasons(back([own]))).toEqual([["package-damaged", title]]);
  expect(reasons(back([]))).toEqual([["partner-fails", title]]);
});

test("held deletions are told by their number: none has left, and a person decides", () => {
  const held = (Identity: string, HeldItems: number) =>
    module({ Identity, ExportStatus: "ErrorState", Reason: "deletion-guard", PendingItems: HeldItems, HeldItems });
  const both = direction({ modules: [held(FILES, 2200), held("UserServices.PresenceFocus", 30)] });
  const notes = pairNotes(pair(both), true);
  expect(notes.map(({ title, tone }) => [title, tone])).toEqual([
    ["2,200 deletions of DataConf pool1 → pool2 are held", "bad"],
    ["30 deletions of PresenceFocus pool1 → pool2 are held", "bad"],
  ]);
  expect(notes[0]?.says).toContain("none of these deletions has left");
  expect(notes[0]?.next).toMatch(/^Release .* or restore/);
});

const REFUSED = { ExportStatus: "SteadyState", Reason: "quarantined", QuarantinedItems: 1 } as const;

test("what the partner refused is a note with the item's name, whose next step is a person's", () => {
  const item = told({ Code: "bad-data", Sentence: "The settings are no JSON.", Path: 'users ["sip:a"]', Count: 1 });
  const [note, ...more] = pairNotes(pair(direction({ modules: [module({ ...REFUSED, LastError: item })] })), true);
  expect(note).toMatchObject({
    title: "pool2 refuses items of PresenceFocus",
    reason: "quarantined",
    tone: "warn",
    error: { Path: 'users ["sip:a"]' },
  });
  expect(more).toEqual([]);
});

test("an item in quarantine is told as no failure's cause", () => {
  const item = told({ Code: "bad-data", Path: 'users ["sip:a"]' });
  const stalled = module({ ExportStatus: "ErrorState", Reason: "stalled", LastError: item });
  expect(pairNotes(pair(direction({ modules: [stalled] })), true)[0]).toMatchObject({ reason: "stalled", error: null });
  const there = partner({ ImportStatus: "ErrorState", Reason: "partner-fails" });
  const own = module({ LastError: { ...item, Side: "Import" } });
  const back = direction({ from: "pool2", to: "pool1", modules: [own] });
  expect(pairNotes(pair(direction({ partners: [there] }), back), true)[0]).toMatchObject({
    reason: "partner-fails",
    error: null,
  });
});

test("deletions that wait are told by their row alone", () => {
  const waiting = module({ ExportStatus: "SteadyState", Reason: "deletions-wait", PendingItems: 2 });
  expect(pairNotes(pair(direction({ modules: [waiting] })), true)).toEqual([]);
});

test("a pool that another service runs is told once, by its name", () => {
  const word = partner({ ImportStatus: "Unknown", Reason: "pool-elsewhere", AsOf: null });
  const elsewhere = module({ ExportStatus: "Unknown", Reason: "pool-elsewhere" });
  const back = direction({ from: "pool2", to: "pool1", modules: [elsewhere], partners: [word] });
  const notes = pairNotes(pair(direction({ partners: [word] }), back), true);
  expect(notes.map(({ title, tone }) => [title, tone])).toEqual([["pool2 is not run by this service", "unknown"]]);
});

test("worst first, and who may not sync is told who may", () => {
  const behind = module({ ExportStatus: "NonSteadyState", Reason: "limit-reached" });
  const failed = module({ Identity: FILES, ExportStatus: "ErrorState", Reason: "disk-full" });
  const notes = pairNotes(pair(direction({ modules: [behind, failed] })), false);
  expect(notes.map((note) => note.tone)).toEqual(["bad", "warn"]);
  expect(notes[1]?.next).toMatch(/^To do: nothing, .*Sync now.* That needs the role operator\.$/);
});

test.each([
  ["deletion-guard", "/pools/pool1.example.test/held"],
  ["store-lost", `/pools/pool1.example.test/restore?module=${FILES}`],
  ["store-rewound", `/pools/pool1.example.test/restore?module=${FILES}`],
  ["restoring", `/pools/pool1.example.test/restore?module=${FILES}`],
  ["standby-lost", `/pools/pool2.example.test/restore?module=${FILES}`],
  ["disk-full", undefined],
] as const)("a banner of %s leads to the page that helps, if there is one", (Reason, href) => {
  const [note] = pairNotes(
    pair(direction({ modules: [module({ Identity: FILES, ExportStatus: "ErrorState", Reason })] })),
    true,
  );
  expect(note?.link?.href).toBe(href);
});
