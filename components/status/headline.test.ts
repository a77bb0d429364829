import { describe, expect, test } from "vitest";
import { direction, module, NOW, pair, partner, plain, seconds, snapshot } from "#lib/testkit/snapshot.ts";
import { headline } from "./headline.ts";
import type { Pair } from "./snapshot.ts";

function said(...told: readonly Pair[]) {
  const { tone, title, detail } = headline(snapshot(...told), null, true);
  return { tone, title: plain(title), detail: plain(detail) };
}

describe("one pair", () => {
  test("all Final: nothing is at risk, as of the oldest evidence", () => {
    const files = module({ Identity: "ConfServices.DataConf", LastScanAt: seconds(-48) });
    expect(said(pair(direction(), direction({ modules: [module(), files] })))).toEqual({
      tone: "calm",
      title: "Nothing is at risk",
      detail: `Both pools hold the same as of ${seconds(-48)}`,
    });
  });

  test("changes that wait: how old, where, when they leave, what to press", () => {
    const waiting = module({ ExportStatus: "SteadyState", PendingItems: 12, SecondsAtRisk: 31 });
    expect(said(pair(direction({ modules: [waiting] })))).toEqual({
      tone: "calm",
      title: "Keeping up: 31 s at risk on pool1 → pool2",
      detail: "On pool1 12 rows leave in 1 min 12 s. To send at once, press Sync now.",
    });
  });

  test("changes that wait in the second direction are told, though the first is Final", () => {
    const waiting = module({ ExportStatus: "SteadyState", PendingItems: 12, SecondsAtRisk: 5 });
    expect(said(pair(direction(), direction({ from: "pool2", modules: [waiting] }))).title).toMatch(
      /^Keeping up: 5 s at risk/,
    );
  });

  test("beyond the target it warns, though the state is good", () => {
    const late = module({ ExportStatus: "SteadyState", UnackedPackages: 1, SecondsAtRisk: 301 });
    expect(said(pair(direction({ modules: [late] })))).toMatchObject({
      tone: "warn",
      title: "Keeping up: 5 min 1 s at risk on pool1 → pool2",
      detail: "All has left, and the partner has not acknowledged it yet. Nothing to press.",
    });
  });

  test("a backlog names its module, its age, its reason", () => {
    const behind = module({
      ExportStatus: "NonSteadyState",
      Reason: "limit-reached",
      PendingItems: 9,
      SecondsAtRisk: 228,
    });
    const { tone, title, detail } = said(pair(direction({ modules: [behind] })));
    expect([tone, title]).toEqual(["warn", "PresenceFocus pool1 → pool2 falls behind, 3 min 48 s at risk"]);
    expect(detail).toBe("Why, and what to do, is said below.");
  });

  test("what the partner refused needs a person, though the state is good", () => {
    const refused = module({
      ExportStatus: "SteadyState",
      Reason: "quarantined",
      QuarantinedItems: 2,
      SecondsAtRisk: 20,
    });
    const { tone, title, detail } = said(pair(direction({ modules: [refused] })));
    expect([tone, title]).toEqual(["warn", "pool2 refuses items of PresenceFocus, 20 s at risk"]);
    expect(detail).toBe("Why, and what to do, is said below.");
  });

  test("held deletions are the headline, by their number; another failure goes before them", () => {
    const held = module({
      ExportStatus: "ErrorState",
      Reason: "deletion-guard",
      PendingItems: 40,
      HeldItems: 40,
      SecondsAtRisk: 20,
    });
    const { tone, title, detail } = said(pair(direction({ modules: [held] })));
    expect([tone, title]).toEqual(["bad", "40 deletions of PresenceFocus pool1 → pool2 are held"]);
    expect(detail).toBe("Why is said below; press “See what is held” there.");
    const failed = module({ Identity: "ConfServices.DataConf", ExportStatus: "ErrorState", Reason: "disk-full" });
    expect(said(pair(direction({ modules: [failed, held] }))).title).toMatch(/^pool1 → pool2 fails/);
  });

  test("a pool that another service runs is silent once its word is not heard, and not before", () => {
    const elsewhere = { ExportStatus: "Unknown", Reason: "pool-elsewhere", SecondsAtRisk: null } as const;
    const unheard = module({ ExportStatus: "Unknown", Reason: "partner-unheard", UnknownSince: seconds(-60) });
    const word = partner({ ImportStatus: "Unknown", Reason: "pool-elsewhere", AsOf: null });
    const there = direction({ modules: [unheard], partners: [word] });
    const back = direction({ from: "pool2", to: "pool1", modules: [module(elsewhere)], partners: [word] });
    const { tone, title, detail } = said(pair(there, back));
    expect([tone, title]).toEqual(["unknown", `pool2 is silent since ${seconds(-60)}`]);
    expect(detail).toBe("Changes made since then may have no second copy. Why, and what to do, is said below.");
    expect(said(pair(back, direction())).title).toBe("pool2 is not run by this service");
  });

  test("a sync that was asked for is no alarm (DOMAIN 10 no. 38)", () => {
    const syncing = module({ ExportStatus: "NonSteadyState", Reason: "request-runs", SecondsAtRisk: 2 });
    expect(said(pair(direction({ modules: [syncing] })))).toMatchObject({
      tone: "calm",
      title: "A sync of pool1 → pool2 is running",
    });
  });

  test("a failure: since when, and at least how much, because not everything could be seen", () => {
    const failed = module({
      ExportStatus: "ErrorState",
      Reason: "scan-failed",
      SecondsAtRisk: 728,
      LastError: {
        Side: "Export",
        Code: "scan-failed",
        Sentence: "EACCES",
        Path: "files/x",
        FirstAt: seconds(-740),
        At: NOW,
        Count: 6,
      },
    });
    expect(said(pair(direction({ modules: [failed] })))).toMatchObject({
      tone: "bad",
      title: `pool1 → pool2 fails since ${seconds(-740)}, ≥ 12 min 8 s at risk`,
    });
  });

  test("what a page can solve, it names the button of", () => {
    const held = module({ ExportStatus: "ErrorState", Reason: "deletion-guard", HeldItems: 42 });
    expect(said(pair(direction({ modules: [held] }))).detail).toMatch(/ press “See what is held” there\.$/);
    const full = module({ ExportStatus: "ErrorState", Reason: "disk-full" });
    expect(said(pair(direction({ modules: [full] }))).detail).not.toContain("press “");
  });

  test("the engine is silent: no number is told", () => {
    const silent = module({
      ExportStatus: "Unknown",
      Reason: "engine-unheard",
      UnknownSince: seconds(-700),
      PendingItems: null,
      SecondsAtRisk: null,
    });
    const { tone, title, detail } = said(pair(direction({ modules: [silent] })));
    expect([tone, title]).toEqual(["unknown", `The sync engine is silent since ${seconds(-700)}`]);
    expect(detail).toMatch(/^Changes made since then may have no second copy\./);
  });

  test("a partner that was never heard is not said to be silent for 15 s", () => {
    const waiting = module({ ExportStatus: "Unknown", Reason: "partner-unheard" });
    const told = pair(
      direction({ modules: [waiting], partners: [partner({ ImportStatus: "NotInitialized", AsOf: null })] }),
    );
    expect(said(told)).toMatchObject({ tone: "unknown", title: "Nothing was heard of pool2 yet" });
  });

  test("the worse direction speaks (DOMAIN 10 no. 37)", () => {
    const failing = direction({ from: "pool2", to: "pool1", modules: [module({ ExportStatus: "ErrorState" })] });
    expect(said(pair(direction(), failing)).title).toBe("pool2 → pool1 fails");
  });
});

test("a server that is not reached: nothing is known since its last answer, whatever that said", () => {
  const { tone, title } = headline(snapshot(pair()), NOW, true);
  expect([tone, plain(title)]).toEqual(["unknown", `Nothing is known since ${NOW}`]);
});

test("many pairs are counted, worst first, and the worst one speaks", () => {
  const behind = pair(direction({ modules: [module({ ExportStatus: "NonSteadyState", Reason: "limit-reached" })] }));
  const { title, detail } = said(pair(), behind, pair());
  expect(title).toBe("1 pair falling behind, 2 healthy");
  const refused = pair(direction({ modules: [module({ ExportStatus: "SteadyState", Reason: "quarantined" })] }));
  expect(said(refused, pair()).title).toBe("1 pair with refused items, 1 healthy");
  expect(said(refused, pair(), behind).title).toBe("1 pair falling behind, 1 with refused items, 1 healthy");
  expect(detail).toMatch(/^PresenceFocus pool1 → pool2 falls behind\. /);
});
