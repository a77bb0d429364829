import { expect, test } from "vitest";
import { direction, module, NOW, pair, partner } from "#lib/testkit/snapshot.ts";
import { directionConcern, pairTone, riskOf } from "./concern.ts";
import { elsewherePool, equalAsOf } from "./evidence.ts";
import { headline } from "./headline.ts";
import { pairNotes } from "./notes.ts";

// A pool that is not the CMS master exports no documents: that is as it should be, and nobody is to be alarmed by it.

const CMS = "CentralMgmt.CMSMaster";
const idle = module({
  Identity: CMS,
  Role: "standby",
  ExportStatus: "NotInitialized",
  Reason: "not-cms-master",
  PendingItems: null,
  SecondsAtRisk: null,
  AsOf: null,
});
const silent = partner({ Identity: CMS, ImportStatus: "Unknown", Reason: "pool-elsewhere", AsOf: null });
const quiet = direction({ modules: [module(), idle], partners: [partner(), silent] });

test("what is not meant to run is no concern, no risk, no note and nobody else's pool", () => {
  expect(directionConcern(quiet)).toBe("equal");
  expect(riskOf(quiet)).toEqual({ seconds: 0, atLeast: false });
  expect(elsewherePool(quiet)).toBeNull();
  expect(pairTone(pair(quiet))).toBe("calm");
  expect(pairNotes(pair(quiet), true)).toEqual([]);
  expect(equalAsOf(pair(quiet))).toBe(module().AsOf);
  expect(headline({ Now: NOW, SyncInterval: "00:02:00", Pairs: [pair(quiet)] }, null, true).title).toEqual([
    "Nothing is at risk",
  ]);
});

test("the same of a module that is meant to run is a concern", () => {
  const starting = direction({ modules: [module(), { ...idle, Role: "master", Reason: "starting" }] });
  expect(directionConcern(starting)).toBe("starting");
  expect(riskOf(starting)).toBeNull();
});

test("a standby's failing import is told with the master's copies, and where it failed", () => {
  const error = { Side: "Import", Code: "document-not-published", Path: "cms_documents rogue" } as const;
  const when = { FirstAt: NOW, At: NOW, Count: 1, Sentence: "Document rogue was never published." };
  const there = direction({
    modules: [module({ Identity: CMS, Role: "master", ExportStatus: "SteadyState", Reason: "partner-fails" })],
    partners: [partner({ Identity: CMS, ImportStatus: "ErrorState", Reason: "partner-fails" })],
  });
  const back = direction({
    from: "pool2",
    to: "pool1",
    modules: [
      { ...idle, ImportStatus: "ErrorState", Reason: "document-not-published", LastError: { ...error, ...when } },
    ],
    partners: [silent],
  });
  expect(pairNotes(pair(there, back), true)).toMatchObject([
    { reason: "document-not-published", tone: "bad", title: "pool2 cannot import CMSMaster of pool1", error },
  ]);
});
