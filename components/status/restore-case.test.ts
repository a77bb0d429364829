import { describe, expect, test } from "vitest";
import type { LastError } from "#lib/domain/last-error.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ReasonCode } from "#lib/domain/reasons.ts";
import { LOSS_WORDS } from "#lib/domain/store-state.ts";
import { direction, module, NOW, pair, seconds } from "#lib/testkit/snapshot.ts";
import { lossesOf, restoreCases, WAYS_OUT } from "./restore-case.ts";
import type { SyncProgress } from "./snapshot.ts";

const FILES = "ConfServices.DataConf";
const POOL1 = "pool1.example.test" as PoolFqdn;
const POOL2 = "pool2.example.test" as PoolFqdn;
const OWN = `/data/pools/${POOL1}/files/DataConf/${POOL1}`;
const STANDBY = `/data/pools/${POOL1}/files/DataConf/${POOL2}`;

const fault = (Code: ReasonCode, more: Partial<LastError> = {}): LastError => ({
  Side: "Export",
  Code,
  Sentence: `The content ${LOSS_WORDS.gone}`,
  Path: OWN,
  FirstAt: seconds(-60),
  At: NOW,
  Count: 1,
  ...more,
});

function failing(error: LastError) {
  return module({ Identity: FILES, ExportStatus: "ErrorState", Reason: error.Code, LastError: error });
}

const back = (more: Parameters<typeof direction>[0] = {}) => direction({ from: "pool2", to: "pool1", ...more });
const casesOf = (one = module(), other = back()) => restoreCases(pair(direction({ modules: [one] }), other), POOL1);

test("while all is well, or nothing is known, nothing wants to be restored", () => {
  expect(casesOf()).toEqual([]);
  expect(
    casesOf(module({ ExportStatus: "Unknown", Reason: "engine-unheard", LastError: fault("store-lost") })),
  ).toEqual([]);
  expect(casesOf(failing(fault("disk-full")))).toEqual([]);
  expect(restoreCases(pair(), "pool9.example.test" as PoolFqdn)).toEqual([]);
});

describe("what was lost is told apart", () => {
  test.each([
    ["gone", fault("store-lost")],
    ["unmarked", fault("store-lost", { Sentence: `The content ${LOSS_WORDS.unmarked}` })],
    ["foreign", fault("store-lost", { Sentence: `The content ${LOSS_WORDS.foreign}` })],
    ["whole-store", fault("store-lost", { Path: `/data/pools/${POOL1}/files` })],
    ["whole-store", fault("store-lost", { Path: `/data/pools/${POOL1}/user.db` })],
    ["whole-store", fault("store-lost", { Path: null })],
    ["restoring", fault("restoring", { Path: null })],
    ["rewound", fault("store-rewound", { Path: null })],
  ])("%s", (is, error) => {
    expect(casesOf(failing(error))).toMatchObject([{ is, pool: POOL1, partner: POOL2, module: FILES, error }]);
  });

  test("neither", () => {
    const error = fault("restoring", { Path: null });
    expect(casesOf({ ...failing(error), Reason: "neither-whole" })).toMatchObject([{ is: "neither", error }]);
    expect(WAYS_OUT.neither).toEqual(["adopt"]);
  });

  test("held", () => {
    const held = module({ Identity: FILES, ExportStatus: "ErrorState", Reason: "deletion-guard", HeldItems: 42 });
    expect(casesOf(held)).toMatchObject([{ is: "held", heldItems: 42, error: null }]);
  });

  test("the standby that it keeps for its partner", () => {
    const error = fault("store-lost", { Side: "Import", Path: STANDBY });
    const lost = module({ Identity: FILES, ImportStatus: "ErrorState", LastError: error });
    expect(casesOf(lost)).toMatchObject([{ is: "standby", error }]);
  });
});

test("the partner gives back, whichever pool of the pair it is", () => {
  const lost = back({ modules: [failing(fault("store-lost", { Path: STANDBY }))] });
  expect(restoreCases(pair(direction(), lost), POOL2)).toMatchObject([{ pool: POOL2, partner: POOL1 }]);
});

test("a partner whose own store is lost is told before anybody presses", () => {
  const theirs = fault("store-lost", { Path: `/data/pools/${POOL2}/files` });
  const [one] = casesOf(failing(fault("store-lost")), back({ modules: [failing(theirs)] }));
  expect(one?.against).toBe(theirs);
  const [other] = casesOf(failing(fault("store-lost")), back({ modules: [failing(fault("disk-full"))] }));
  expect(other?.against).toBeNull();
});

function sync(Id: string, identity: string, EndedAt: string | null): SyncProgress {
  const part = { TotalItems: null, InFlightItems: 0, LeftItems: 0, GoneItems: 0 };
  return {
    Id,
    What: "full-push",
    State: "Running",
    RequestedBy: "admin",
    RequestedAt: NOW,
    Modules: [{ ...part, Identity: module({ Identity: identity }).Identity, Phase: "sending", EndedAt }],
  };
}

test("a run of the partner that has not ended for the module is the one that brings it back", () => {
  const runs = [sync("rows", "UserServices.PresenceFocus", null), sync("over", FILES, NOW), sync("files", FILES, null)];
  const running = (requests: readonly SyncProgress[]) =>
    casesOf(failing(fault("restoring")), back({ requests }))[0]?.running;
  expect(running(runs)).toBe("files");
  expect(running(runs.slice(0, 2))).toBeNull();
});

test("a run that ended after the last look is told: what was seen before says nothing of it", () => {
  const ended = (EndedAt: string, code: ReasonCode = "restoring") =>
    casesOf(failing(fault(code)), back({ requests: [sync("r", FILES, EndedAt)] }))[0]?.ended;
  expect(ended(seconds(1))).toEqual({ id: "r", at: seconds(1) });
  expect(ended(seconds(-1))).toBeNull();
  expect(ended(seconds(1), "store-lost")).toBeNull();
});

test("the worst comes first", () => {
  const rows = { ...failing(fault("store-lost", { Path: null })), Identity: module().Identity };
  const cases = restoreCases(pair(direction({ modules: [failing(fault("store-lost")), rows] }), back()), POOL1);
  expect(cases.map(({ is }) => is)).toEqual(["whole-store", "gone"]);
});

test("what stands there without its marker is a person's choice of two, and a whole store is never filled without one", () => {
  expect(WAYS_OUT.unmarked).toEqual(["adopt", "from-partner"]);
  expect(WAYS_OUT.rewound).toEqual(["adopt", "from-partner"]);
  expect(WAYS_OUT["whole-store"]).toEqual(["adopt"]);
});

test("a whole store that is lost is one loss, however many modules it holds", () => {
  const whole = failing(fault("store-lost", { Path: `/data/pools/${POOL1}/files` }));
  const rows = { ...whole, Identity: module().Identity };
  const cases = restoreCases(pair(direction({ modules: [whole, rows] }), back()), POOL1);
  expect(cases).toHaveLength(2);
  expect(lossesOf(cases)).toEqual(cases.slice(0, 1));
});
