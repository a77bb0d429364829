import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Env, EnvRefused } from "#lib/config/env.ts";
import { TABLE } from "#lib/domain/table.ts";
import { ADDRESS, cli as commandLine } from "#lib/testkit/command-line.ts";
import { CMDLETS } from "./cmdlets.ts";
import { run, theOutside } from "./run.ts";

const P1 = "pool1.pairkeeper.test";
const CONFIGURATION = {
  Identity: "Global",
  SyncInterval: "00:02:00",
  MaxConcurrentCalls: 10,
  MaxBatchesPerCmsSync: 500,
  MaxBatchesPerUserStoreSync: 500,
  MaxDataConfPackageSizeKB: 102400,
  MaxHighPriQueuePercentagePerUserStoreSync: 50,
  EnableRgsBackupService: false,
  AuthorizedUniversalGroups: "RTCUniversalServerAdmins",
  AuthorizedLocalAccounts: "Network Service",
  WakeOnChange: false,
};

/** A server that answers the configuration unless the test says otherwise. */
const cli = (
  words: readonly string[],
  answer: () => Response | Promise<Response> = () => Response.json(CONFIGURATION),
  env: Partial<Env> = {},
) => commandLine(words, answer, { env });

const refusal =
  (status: number, code: string, field: string | null = null) =>
  () =>
    Response.json({ status, code, detail: "No such thing.", hint: "Try another.", field }, { status });

const STATUS = {
  PoolFqdn: P1,
  BackupPoolFqdn: "pool2.pairkeeper.test",
  ActiveMachineFqdn: null,
  AsOf: "2026-11-21T12:00:00.000Z",
  OverallExportStatus: "Unknown",
  OverallImportStatus: "NormalState",
  BackupModules: [
    {
      Identity: "ConfServices.DataConf",
      ExportStatus: "Unknown",
      ImportStatus: "NormalState",
      Reason: "engine-unheard",
      AsOf: null,
      PendingItems: null,
      PendingBytes: null,
      UnackedPackages: 2,
      OldestUnackedAt: "2026-11-21T11:56:20.000Z",
      HeldItems: 0,
      QuarantinedItems: 3,
      SkippedItems: 1,
      CanaryDelaySeconds: 1.2,
      CanaryAsOf: "2026-11-21T11:59:58.000Z",
      IgnoredItems: null,
      OldestChangeAt: "2026-11-21T11:56:12.000Z",
      SecondsAtRisk: 228,
      BreachAt: "2026-11-21T12:01:12.000Z",
      DrainsAt: null,
      DoesNotDrain: true,
      NextCycleAt: null,
      LastScanAt: null,
      LastFinalAt: "2026-11-21T11:00:00.000Z",
      VerifiedEqualAt: "2026-11-21T10:00:00.000Z",
      VerifiedItems: 1204,
      VerifiedBy: "sample",
      DriftItems: 2,
      LimitLiftedUntil: null,
      LastError: { Side: "Export", Code: "name-refused", Sentence: "The name is too long.", Path: "a b/c" },
      UnknownSince: "2026-11-21T11:59:00.000Z",
    },
  ],
};
const REQUEST = {
  Id: "r-1",
  What: "full-push",
  PoolFqdn: P1,
  BackupPoolFqdn: "pool2.pairkeeper.test",
  State: "Accepted",
  RequestedBy: "ada",
  RequestedAt: "2026-11-21T12:00:00.000Z",
  Modules: [],
};

const LIFT = {
  PoolFqdn: P1,
  BackupPoolFqdn: "pool2.pairkeeper.test",
  BackupModule: "ConfServices.DataConf",
  LimitLiftedUntil: "2026-11-21T12:30:00.000Z",
};

const DISPLAY = { Id: "3f0c", Name: "Lobby", AcceptedBy: "ada", AcceptedAt: "2026-11-21T12:00:00Z", LastSeenAt: null };
const ENTRY = {
  Id: "1",
  At: "2026-11-21T12:00:00Z",
  Kind: "failed",
  PoolFqdn: P1,
  BackupPoolFqdn: "p2.x",
  Modules: ["ConfServices.DataConf"],
  Side: "Export",
  State: "ErrorState",
  Reason: "disk-full",
  Sentence: "Full.",
  Path: null,
};
const TOKEN = {
  Id: "3f0c",
  Name: "nightly",
  Role: "viewer",
  Pools: "p1.x, p2.x",
  MadeBy: "ada",
  ExpiresAt: "2026-11-21T12:00:00.000Z",
  IsExpired: true,
  IsShut: false,
  LastUsedAt: null,
};
const POOL = {
  PoolFqdn: P1,
  BackupPoolFqdn: null,
  Site: "Oslo",
  Edition: "Standard",
  IsCmsMaster: true,
  IsMade: true,
  IsHere: true,
  FileStore: null,
  UserStore: null,
};

describe("what is typed and what is asked", () => {
  const cases: readonly (readonly [words: string[], method: string, path: string, body: unknown, answer: unknown])[] = [
    [["Get-CsBackupServiceConfiguration"], "GET", "configuration", null, CONFIGURATION],
    [
      ["get-csbackupserviceconfiguration", "-IDENTITY", "global"],
      "GET",
      "configuration?identity=global",
      null,
      CONFIGURATION,
    ],
    [
      ["Set-CsBackupServiceConfiguration", "-SyncInterval", "00:03:00"],
      "PATCH",
      "configuration",
      { SyncInterval: "00:03:00" },
      CONFIGURATION,
    ],
    [
      ["Set-CsBackupServiceConfiguration", "-syncinterval:00:03:00", "-Force"],
      "PATCH",
      "configuration",
      { SyncInterval: "00:03:00" },
      CONFIGURATION,
    ],
    [
      ["Set-CsBackupServiceConfiguration", "-SyncInterval", "-00:01:00"],
      "PATCH",
      "configuration",
      { SyncInterval: "-00:01:00" },
      CONFIGURATION,
    ],
    [
      [
        "Set-CsBackupServiceConfiguration",
        "-wakeonchange",
        "$true",
        "-MaxConcurrentCalls",
        "12",
        "-Identity",
        "Global",
      ],
      "PATCH",
      "configuration",
      { Identity: "Global", MaxConcurrentCalls: "12", WakeOnChange: "$true" },
      CONFIGURATION,
    ],
    [["Get-CsBackupServiceStatus", "-PoolFqdn", P1], "GET", `pools/${P1}/status`, null, STATUS],
    [
      ["Get-CsBackupServiceStatus", "-PoolFqdn", P1, "-Category", "CMS", "-BackupModule", "All", "-AsJson"],
      "GET",
      `pools/${P1}/status?category=CMS&backupModule=All`,
      null,
      STATUS,
    ],
    [
      ["GET-CSPOOLBACKUPRELATIONSHIP", "-poolfqdn", `${P1.toUpperCase()}.`],
      "GET",
      `pools/${P1}/relationship`,
      null,
      REQUEST,
    ],
    [["Invoke-CsBackupServiceSync", "-PoolFqdn", P1], "POST", `pools/${P1}/sync`, {}, REQUEST],
    [
      [
        "Set-CsBackupServiceConfiguration",
        "-Instance",
        '{"MaxConcurrentCalls":3,"SyncInterval":"00:01:00"}',
        "-SyncInterval",
        "00:04:00",
        "-WhatIf",
      ],
      "PATCH",
      "configuration",
      { MaxConcurrentCalls: 3, SyncInterval: "00:04:00", WhatIf: true },
      CONFIGURATION,
    ],
    [
      ["Remove-CsBackupServiceConfiguration", "-Identity", "global", "-Confirm:$false"],
      "DELETE",
      "configuration",
      { identity: "global" },
      CONFIGURATION,
    ],
    [
      ["Get-CsBackupServiceConfiguration", "-Filter", "Glo*", "-LocalStore"],
      "GET",
      "configuration?filter=Glo*",
      null,
      CONFIGURATION,
    ],
    [["Get-CsBackupRequest", "-Id", "a b/c"], "GET", "requests/a%20b%2Fc", null, REQUEST],
    [["Get-CsBackupRequest", "-PoolFqdn", P1], "GET", `requests?pool=${P1}`, null, { Requests: [REQUEST] }],
    [["Stop-CsBackupRequest", "-Id", "r-1", "-WhatIf"], "DELETE", "requests/r-1", { whatIf: true }, REQUEST],
    [
      ["Restore-CsBackupStore", "-PoolFqdn", P1, "-FromPartner", "-backupmodule", "DataConf"],
      "POST",
      `pools/${P1}/restore`,
      { module: "DataConf", fromPartner: true },
      REQUEST,
    ],
    [["Restore-CsBackupStore", "-PoolFqdn", P1, "-Adopt"], "POST", `pools/${P1}/restore`, { adopt: true }, REQUEST],
    [
      ["Lift-CsBackupLimit", "-PoolFqdn", P1, "-BackupModule", "DataConf", "-Duration", "00:10:00"],
      "POST",
      `pools/${P1}/lift`,
      { module: "DataConf", duration: "00:10:00" },
      LIFT,
    ],
    [
      ["Lift-CsBackupLimit", "-PoolFqdn", P1, "-BackupModule", "DataConf", "-End", "-WhatIf"],
      "DELETE",
      `pools/${P1}/lift`,
      { module: "DataConf", whatIf: true },
      { WhatIf: "Would let the limits hold again." },
    ],
    [["Get-CsPool"], "GET", "pools", null, { Pools: [POOL] }],
    [["Get-CsToken"], "GET", "tokens", null, { Tokens: [TOKEN] }],
    [
      ["New-CsToken", "-Name", "nightly", "-Role", "viewer", "-Pools", "p1.x,p2.x", "-Expires", "90"],
      "POST",
      "tokens",
      { name: "nightly", role: "viewer", pools: "p1.x,p2.x", expires: "90" },
      { ...TOKEN, Token: "the token" },
    ],
    [["Get-CsDisplay", "-Limit", "5"], "GET", "displays?limit=5", null, { Displays: [DISPLAY] }],
    [
      ["Approve-CsDisplay", "-Code", "WDJB-MJHT", "-Name", "Lobby"],
      "POST",
      "displays",
      { code: "WDJB-MJHT", name: "Lobby" },
      DISPLAY,
    ],
    [["Revoke-CsDisplay", "-Id", "3f0c/1"], "DELETE", "displays/3f0c%2F1", {}, { Id: "3f0c/1", Name: "Lobby" }],
    [
      ["Get-CsJournal", "-FromPoolFqdn", P1, "-BackupModule", "DataConf", "-Kind", "failed,state"],
      "GET",
      `journal?from=${P1}&backupModule=DataConf&kind=failed%2Cstate`,
      null,
      { Entries: [ENTRY], Next: null },
    ],
    [["Remove-CsToken", "-Id", "3f0c/1"], "DELETE", "tokens/3f0c%2F1", {}, { Id: "3f0c/1", Name: "nightly" }],
    [
      ["Get-CsAuditRecord", "-Actor", "grace", "-PoolFqdn", P1, "-Limit", "5"],
      "GET",
      `audit?pool=${P1}&actor=grace&limit=5`,
      null,
      { Records: [], Next: null },
    ],
    [
      ["Invoke-CsBackupServiceSync", "-PoolFqdn", P1, "-Reason", "Ticket 17"],
      "POST",
      `pools/${P1}/sync`,
      { reason: "Ticket 17" },
      REQUEST,
    ],
    [
      ["New-CsPool", "-PoolFqdn", "pool3.x", "-edition", "standard", "-FileStore", "/srv/p3", "-WhatIf"],
      "POST",
      "pools",
      { pool: "pool3.x", edition: "standard", fileStore: "/srv/p3", whatIf: true },
      POOL,
    ],
    [
      ["New-CsPoolPair", "-PoolFqdn", P1, "-BackupPoolFqdn", "pool3.x"],
      "POST",
      `pools/${P1}/relationship`,
      { backupPool: "pool3.x" },
      { PoolFqdn: P1, BackupPoolFqdn: "pool3.x", Warnings: ["They differ."], Requests: [REQUEST] },
    ],
    [
      ["Remove-CsPoolPair", "-PoolFqdn", P1],
      "DELETE",
      `pools/${P1}/relationship`,
      {},
      { PoolFqdn: P1, FormerBackupPoolFqdn: "pool3.x" },
    ],
    [
      ["remove-csuserstorebackupdata", "-PoolFqdn", P1, "-Confirm:$false"],
      "DELETE",
      `pools/${P1}/standby`,
      {},
      { PoolFqdn: P1, Removed: [{ HomePoolFqdn: "pool2.x", BackupModule: "ConfServices.DataConf", Items: 3 }] },
    ],
    [
      ["find-csbackupitem", "-Identity", "a b&c@x"],
      "GET",
      "find?what=a+b%26c%40x",
      null,
      { IsExact: false, Items: [], More: 0, Looked: [], Elsewhere: [] },
    ],
    [
      ["Get-CsTrashItem", "-PoolFqdn", P1, "-Name", "slides 1", "-after", "2026-11-21", "-BackupModule", "DataConf"],
      "GET",
      `pools/${P1}/trash?backupModule=DataConf&name=slides+1&after=2026-11-21`,
      null,
      { TrashItems: [], IsCut: true },
    ],
    [
      [
        "get-csbackuploss",
        "-PoolFqdn",
        P1,
        "-BackupModule",
        "DataConf",
        "-Order",
        "newest",
        "-Limit",
        "5",
        "-Next",
        "m",
      ],
      "GET",
      `pools/${P1}/loss?backupModule=DataConf&order=newest&limit=5&next=m`,
      null,
      { Loss: { Is: "Counted", Users: 0, Why: null }, ReadAt: "2026-11-21T12:00:00.000Z", Items: [], Next: null },
    ],
    [
      ["Restore-CsTrashItem", "-PoolFqdn", P1, "-Id", "DataConf:a%2Cb,DataConf:c"],
      "POST",
      `pools/${P1}/trash`,
      { trashItems: ["DataConf:a%2Cb", "DataConf:c"] },
      { Requests: [REQUEST] },
    ],
    [
      ["Get-CsQuarantinedItem", "-PoolFqdn", P1, "-BackupModule", "DataConf"],
      "GET",
      `quarantined-items?pool=${P1}&backupModule=DataConf`,
      null,
      { QuarantinedItems: [], NotNamed: 0 },
    ],
    [
      ["Restart-CsQuarantinedItem", "-PoolFqdn", P1, "-All", "-BackupModule", "DataConf"],
      "POST",
      `pools/${P1}/quarantined-items/retry`,
      { all: true, module: "DataConf" },
      { Requests: [REQUEST] },
    ],
    [
      ["Skip-CsQuarantinedItem", "-PoolFqdn", P1, "-Id", "DataConf:a1", "-Reason", "It is known."],
      "POST",
      `pools/${P1}/quarantined-items/skip`,
      { refusedItems: "DataConf:a1", reason: "It is known." },
      { Requests: [REQUEST] },
    ],
    [["Get-CsHeldDeletion"], "GET", "held-deletions", null, { HeldDeletions: [] }],
    [
      ["Approve-CsHeldDeletion", "-PoolFqdn", P1, "-BackupModule", "DataConf", "-Token", "a1"],
      "POST",
      `pools/${P1}/held-deletions`,
      { module: "DataConf", token: "a1" },
      REQUEST,
    ],
    [
      ["Invoke-CsBackupServiceSync", "-BackupModule", "DataConf", "-PoolFqdn", P1],
      "POST",
      `pools/${P1}/sync`,
      { module: "DataConf" },
      REQUEST,
    ],
  ];
  test.each(cases)("%j", async (words, method, path, body, answer) => {
    const { exit, asked, err } = await cli(words, () => Response.json(answer));
    expect([exit, err]).toEqual([0, ""]);
    expect(asked).toEqual([{ method, path, body, token: "Bearer t0k3n" }]);
  });
});

describe("what is not understood asks nobody and exits 2", () => {
  test.each([
    [[], "No cmdlet was given."],
    [["Get-CsNothing"], 'There is no cmdlet "Get-CsNothing".'],
    [["-PoolFqdn", P1], 'There is no cmdlet "-PoolFqdn".'],
    [["Get-CsBackupServiceStatus"], "-PoolFqdn is missing."],
    [["Get-CsBackupServiceStatus", "-PoolFqdn"], "-PoolFqdn has no value."],
    [["Get-CsBackupServiceStatus", "-PoolFqdn", ""], "-PoolFqdn has no value."],
    [["Get-CsBackupServiceStatus", "-PoolFqdn:"], "-PoolFqdn has no value."],
    [["Get-CsBackupServiceStatus", "-PoolFqdn", "-AsJson"], "-PoolFqdn has no value."],
    [["Get-CsBackupServiceStatus", "-PoolFqdn", P1, "-poolfqdn", P1], "-PoolFqdn was given twice."],
    [["Get-CsBackupServiceStatus", "-PoolFqdn", ".."], '-PoolFqdn ".." is not a pool\'s full name.'],
    [["Get-CsBackupServiceStatus", P1], `Get-CsBackupServiceStatus does not understand "${P1}".`],
    [["Get-CsBackupServiceStatus", "-PoolFqdn", P1, "-Nope"], 'Get-CsBackupServiceStatus does not understand "-Nope".'],
    [
      ["Get-CsBackupServiceStatus", "-PoolFqdn", P1, "--json"],
      'Get-CsBackupServiceStatus does not understand "--json".',
    ],
    [["Get-CsBackupServiceStatus", "-PoolFqdn", P1, "-Force:no"], "-Force takes no value."],
    [["Set-CsBackupServiceConfiguration"], "No setting was given, so there is nothing to change."],
    [["Set-CsBackupServiceConfiguration", "-Force"], "No setting was given, so there is nothing to change."],
    [["Set-CsBackupServiceConfiguration", "-Instance", "[1]"], "-Instance is no configuration as JSON."],
    [["Set-CsBackupServiceConfiguration", "-Instance", "{"], "-Instance is no configuration as JSON."],
    [["Remove-CsBackupServiceConfiguration"], "-Identity is missing."],
    [["Backup-CsPool", "-PoolFqdn", P1, "-WaitTime", "0"], '-WaitTime "0" is not a time from 00:00:01 to 24:00:00.'],
    [
      ["Backup-CsPool", "-PoolFqdn", P1, "-WaitTime", "24:00:01"],
      '-WaitTime "24:00:01" is not a time from 00:00:01 to 24:00:00.',
    ],
    [
      ["Backup-CsPool", "-PoolFqdn", P1, "-WaitTime", "soon"],
      '-WaitTime "soon" is not a time from 00:00:01 to 24:00:00.',
    ],
    [
      ["Backup-CsPool", "-PoolFqdn", P1, "-RetryCount", "0"],
      '-RetryCount "0" is not a whole number from 1 to 1000000.',
    ],
    [
      ["Backup-CsPool", "-PoolFqdn", P1, "-RetryCount", "-1"],
      '-RetryCount "-1" is not a whole number from 1 to 1000000.',
    ],
    [["Stop-CsBackupRequest"], "-Id is missing."],
    [["Lift-CsBackupLimit", "-PoolFqdn", P1], "-BackupModule is missing."],
    [
      ["Lift-CsBackupLimit", "-PoolFqdn", P1, "-BackupModule", "DataConf", "-End", "-Duration", "00:10:00"],
      "-Duration and -End say two things.",
    ],
    [["Approve-CsHeldDeletion", "-PoolFqdn", P1, "-Token", "a"], "-BackupModule is missing."],
    [["Set-CsBackupServiceConfiguration", "-WakeOnChange", ""], "-WakeOnChange has no value."],
    [["Get-Help", "Get-CsNothing"], 'There is no cmdlet "Get-CsNothing".'],
  ])("%j", async (words, sentence) => {
    const { exit, asked, out, err } = await cli(words);
    expect([exit, asked, out]).toEqual([2, [], ""]);
    expect(err.split("\n")[0]).toBe(sentence);
    expect(err.split("\n")).toHaveLength(2);
  });
});

describe("what the server refuses or fails at", () => {
  const words = ["Get-CsBackupServiceConfiguration"];
  test.each([
    ["unknown pool", refusal(404, "unknown-pool", "PoolFqdn"), 1, "No such thing.\nTry another."],
    ["bad input", refusal(400, "bad-input"), 2, "No such thing.\nTry another."],
    ["not allowed", refusal(403, "not-allowed"), 1, "No such thing.\nTry another."],
    ["a bug", refusal(500, "internal"), 1, "No such thing.\nTry another."],
    ["a code of another version", refusal(418, "teapot"), 1, `What answers at ${ADDRESS} is not Pairkeeper.\n`],
    ["another program", () => new Response("<html>"), 1, `What answers at ${ADDRESS} is not Pairkeeper.\n`],
    ["another shape", () => Response.json({ SyncInterval: 120 }), 1, "not what this command knows.\nSee that"],
    [
      "nobody there",
      () => Promise.reject(new TypeError("fetch failed")),
      1,
      `No server could be reached at ${ADDRESS}.\n`,
    ],
    [
      "silence",
      () => Promise.reject(new DOMException("too long", "TimeoutError")),
      1,
      `${ADDRESS} did not answer for 30 s.\n`,
    ],
  ])("%s", async (_, answer, exit, says) => {
    const seen = await cli(words, answer);
    expect([seen.exit, seen.out]).toEqual([exit, ""]);
    expect(seen.err).toContain(says);
    expect(seen.err).not.toMatch(/^\s+at /m);
  });

  test("a server that was never started here", async () => {
    const seen = await cli(words, undefined, { publicUrl: null });
    expect([seen.exit, seen.asked]).toEqual([1, []]);
    expect(seen.err).toContain("No server was started on the data folder /nowhere/at/all.");
  });

  test("a data folder without a token", async () => {
    const seen = await cli(words, undefined, { token: null });
    expect([seen.exit, seen.asked]).toEqual([1, []]);
    expect(seen.err).toContain("There is no token");
  });

  test("an environment that can't be read", async () => {
    const exit = await run(words, {
      ...theOutside,
      out: () => {},
      err: (text) => expect(text).toBe("PORT must be a whole number from 1 to 65535."),
      env: () => {
        throw new EnvRefused(["PORT must be a whole number from 1 to 65535."]);
      },
      fetch: () => expect.unreachable(),
    });
    expect(exit).toBe(2);
  });
});

describe("what is printed", () => {
  test("a status for eyes: the state, why, and since when nothing is known; exit 0 whatever it says", async () => {
    const { out, exit } = await cli(["Get-CsBackupServiceStatus", "-PoolFqdn", P1], () => Response.json(STATUS));
    expect(exit).toBe(0);
    expect(out).toBe(`PoolFqdn            : pool1.pairkeeper.test
BackupPoolFqdn      : pool2.pairkeeper.test
ActiveMachineFqdn   : -
AsOf                : 2026-11-21T12:00:00.000Z
OverallExportStatus : Unknown
OverallImportStatus : NormalState
BackupModules       : {ConfServices.DataConf:[Unknown,NormalState]}

Identity         : ConfServices.DataConf
ExportStatus     : Unknown
ImportStatus     : NormalState
AsOf             : -
PendingItems     : -
PendingBytes     : -
UnackedPackages  : 2
OldestUnackedAt  : 2026-11-21T11:56:20.000Z
HeldItems        : 0
QuarantinedItems : 3
SkippedItems     : 1
IgnoredItems     : -
DriftItems       : 2
OldestChangeAt   : 2026-11-21T11:56:12.000Z
AtRisk           : 3 min 48 s
Forecast         : over 5 min in about 1 min, does not drain at this rate
NextCycleAt      : -
LastScanAt       : -
LastFinalAt      : 2026-11-21T11:00:00.000Z
CanaryDelay      : 1.2 s, as of 2026-11-21T11:59:58.000Z
VerifiedEqual    : 2026-11-21T10:00:00.000Z, 1204 items, sampled
LimitLiftedUntil : -
LastError        : Export name-refused: a b/c: The name is too long.
Reason           : engine-unheard
UnknownSince     : 2026-11-21T11:59:00.000Z
The sync engine has not been heard for more than 15 s, so nothing is known for certain. It is started again when it has ended. If this lasts, read logs/engine.log in the data folder.`);
  });

  test("a status without modules or with a reason of a newer server is printed too", async () => {
    const words = ["Get-CsBackupServiceStatus", "-PoolFqdn", P1];
    const printed = async (more: object) => (await cli(words, () => Response.json({ ...STATUS, ...more }))).out;
    expect(await printed({ BackupModules: [] })).toMatch(/BackupModules +: \{\}$/);
    const newer = { ...STATUS.BackupModules[0], Reason: "brand-new" };
    expect(await printed({ BackupModules: [newer] })).toContain("Reason           : brand-new");
  });

  test("-AsJson prints the answer whole", async () => {
    const { out } = await cli(["Get-CsBackupServiceStatus", "-PoolFqdn", P1, "-asjson"], () => Response.json(STATUS));
    expect(JSON.parse(out)).toEqual(STATUS);
  });

  test("the configuration is a list under the vendor's names", async () => {
    const { out } = await cli(["Get-CsBackupServiceConfiguration"]);
    expect(out).toBe(`Identity                                  : Global
SyncInterval                              : 00:02:00
MaxConcurrentCalls                        : 10
MaxBatchesPerCmsSync                      : 500
MaxBatchesPerUserStoreSync                : 500
MaxDataConfPackageSizeKB                  : 102400
MaxHighPriQueuePercentagePerUserStoreSync : 50
EnableRgsBackupService                    : false
AuthorizedUniversalGroups                 : RTCUniversalServerAdmins
AuthorizedLocalAccounts                   : Network Service
WakeOnChange                              : false`);
  });

  test("help says of our own setting that it is ours", async () => {
    const { out } = await cli(["Get-Help", "Set-CsBackupServiceConfiguration"]);
    expect(out).toMatch(/-WakeOnChange +Ours, not the original's/);
  });

  test("help marks what the original does not have", async () => {
    const { out } = await cli(["Get-Help"]);
    const isOurs = (name: string) => out.includes(`${name}\n  Pairkeeper's own. `);
    expect(CMDLETS.filter(({ name }) => isOurs(name))).toEqual(CMDLETS.filter((cmdlet) => cmdlet.isOurs));
    expect(["Restore-CsBackupStore", "Get-CsBackupRequest"].map(isOurs)).toEqual([true, true]);
    expect(["Backup-CsPool", "Get-CsBackupServiceStatus"].map(isOurs)).toEqual([false, false]);
  });

  test("what a change would do is told in its own words", async () => {
    const words = ["Restore-CsBackupStore", "-PoolFqdn", P1, "-Adopt", "-WhatIf"];
    const { out, exit } = await cli(words, () => Response.json({ WhatIf: "Would keep what stands." }));
    expect([exit, out]).toEqual([0, "What if: Would keep what stands."]);
  });

  test("pools are a table, and what is not there is a dash", async () => {
    const { out } = await cli(["Get-CsPool"], () => Response.json({ Pools: [POOL] }));
    expect(out).toBe(`PoolFqdn              BackupPoolFqdn Site Edition  IsCmsMaster IsMade IsHere FileStore UserStore
--------              -------------- ---- -------  ----------- ------ ------ --------- ---------
pool1.pairkeeper.test -              Oslo Standard true        true   true   -         -`);
  });

  test("requests are a table with items, acks and a range of time left", async () => {
    const run = {
      Identity: "x",
      Phase: "sending",
      InFlightItems: 1,
      LeftItems: 2,
      HeldItems: 0,
      TotalBytes: null,
      LeftBytes: null,
    };
    const more = {
      CurrentItem: null,
      ItemsPerSecond: 1,
      BytesPerSecond: null,
      Compared: null,
      End: null,
      Problem: null,
    };
    const receipt = { Placed: 3, Identical: 1, Different: 1, DeletedByOwner: 0, InFlight: 0, Refused: 0 };
    const Receipt = { ...receipt, LeftAlone: [{ Case: "different", Table: "content", Key: "a.txt" }] };
    const Modules = [
      {
        ...run,
        ...more,
        TotalItems: 9,
        AckedItems: 6,
        SecondsLeftAtLeast: 2,
        SecondsLeftAtMost: 90,
        Receipt,
        EndedAt: null,
      },
      {
        ...run,
        ...more,
        TotalItems: 1,
        AckedItems: 0,
        SecondsLeftAtLeast: null,
        SecondsLeftAtMost: null,
        Receipt: null,
        EndedAt: null,
      },
    ];
    const told = { ...REQUEST, Modules };
    const { out } = await cli(["Get-CsBackupRequest"], () => Response.json({ Requests: [told] }));
    expect(out.split("\n")[2]).toMatch(
      /^r-1 full-push .* Accepted 10 +6 +2 s to 1 min 30 s ada +2026-11-21T12:00:00.000Z$/,
    );
    const one = await cli(["Get-CsBackupRequest", "-Id", "r-1"], () => Response.json(told));
    expect(one.out).toMatch(/^TimeLeft +: 2 s to 1 min 30 s$/m);
    expect(one.out).toMatch(/^Receipt +: Placed 3, Identical 1, Different 1, .*; different: content a.txt$/m);
  });

  test("many things are brought back in lots, each a request that is told", async () => {
    const ids = Array.from({ length: 450 }, (_, i) => `DataConf:${i}`);
    const words = ["Restore-CsTrashItem", "-PoolFqdn", P1, "-Id", ids.join(",")];
    const { asked, out, exit } = await cli(words, () => Response.json({ Requests: [REQUEST] }));
    expect(asked.flatMap(({ body }) => (body as { trashItems: string[] }).trashItems)).toEqual(ids);
    expect([exit, asked.length, out.split("\n").length]).toEqual([0, 3, 3]);
  });

  test("a sync prints its request", async () => {
    const { out } = await cli(["Invoke-CsBackupServiceSync", "-PoolFqdn", P1], () =>
      Response.json(REQUEST, { status: 202 }),
    );
    expect(out).toBe(`Sync of ${P1} to pool2.pairkeeper.test accepted: request r-1.`);
  });

  test("help names every cmdlet with its parameters and an example, without a server", async () => {
    const { out, exit, asked } = await cli(["get-help"], undefined, { publicUrl: null });
    expect([exit, asked]).toEqual([0, []]);
    for (const { name } of CMDLETS) expect(out).toContain(`${name}\n`);
    for (const { example } of CMDLETS) expect(out).toContain(`npm run cli -- ${example}`);
  });

  test("help on one cmdlet, as JSON", async () => {
    const { out } = await cli(["Get-Help", "invoke-csbackupservicesync", "-AsJson"]);
    expect(JSON.parse(out)).toMatchObject([
      {
        Name: "Invoke-CsBackupServiceSync",
        Parameters: [
          { Name: "PoolFqdn", Required: true },
          {},
          { Name: "WhatIf", IsSwitch: true },
          {},
          {},
          { Name: "Reason" },
        ],
      },
    ]);
  });

  test("help on states has every row of the table; on one code its own, also as JSON", async () => {
    const { out, exit, asked } = await cli(["Get-Help", "States"], undefined, { publicUrl: null });
    expect([exit, asked]).toEqual([0, []]);
    for (const { code, says, risk, next } of TABLE)
      expect(out).toContain([code, `  ${says}`, `  At risk: ${risk}`, `  To do: ${next}`].join("\n"));
    const one = await cli(["Get-Help", "limit-REACHED", "-AsJson"]);
    expect(JSON.parse(one.out)).toMatchObject([{ Code: "limit-reached", Kind: "reason", Lasts: "transient" }]);
    expect((await cli(["Get-Help", "ErrorState"])).out).toMatch(/^States of an export\n[\s\S]*\nStates of an import\n/);
  });

  test("an item that was found is printed with both copies, and where it was looked", async () => {
    const copy = { Is: "Present", Sentence: null, Label: "Ada", ChangedAt: null, Rows: 2, Bytes: null, Sha256: "ab" };
    const found = {
      IsExact: false,
      Items: [
        {
          Name: "sip:ada@x",
          Safety: "Waits",
          Own: copy,
          Standby: { ...copy, Is: "Absent", Label: null, Rows: null, Sha256: null },
        },
      ],
      More: 3,
      Looked: [
        { PoolFqdn: "pool1.x", BackupModule: "DataConf", Problem: null },
        { PoolFqdn: "pool2.x", BackupModule: "DataConf", Problem: "It is gone." },
      ],
      Elsewhere: ["pool3.x"],
    };
    const { out } = await cli(["Find-CsBackupItem", "-Identity", "ada"], () => Response.json(found));
    expect(out.trimEnd().split("\n")).toEqual([
      "Name   : sip:ada@x",
      "Safety : Waits",
      "  Own",
      "    Is     : Present",
      "    Label  : Ada",
      "    Rows   : 2",
      "    Sha256 : ab",
      "  Standby",
      "    Is : Absent",
      "",
      "Nothing is called exactly so; these have it in their names.",
      "3 more fit: give more of the name.",
      "It was looked in",
      "  pool1.x DataConf",
      "  pool2.x DataConf: It is gone.",
      "  not in pool3.x: another service runs it",
    ]);
  });

  test("a check is printed with what it puts at risk, and a failed one is a failed cmdlet", async () => {
    const AsOf = "2026-11-21T12:00:00.000Z";
    const passed = { Title: "Versions", Result: "passed", Code: null, Says: "Both are 4.", Path: null, AtRisk: null };
    const failed = { Title: "File store", Result: "failed", Code: "store-lost", Says: "It is gone.", Path: "/files" };
    const answer = (Result: string) => ({
      PoolFqdn: "pool1.x",
      BackupPoolFqdn: null,
      AsOf,
      Result,
      Checks: [
        { ...failed, AtRisk: "All of it.", Next: "Mount it.", AsOf },
        { ...passed, Next: null, AsOf },
      ],
    });
    const asked = ["Test-CsBackupService", "-PoolFqdn", "pool1.x"];
    const { out, exit } = await cli(asked, () => Response.json(answer("failed")));
    expect(exit).toBe(1);
    expect(out.trimEnd().split("\n").slice(5)).toEqual([
      "FAILED File store",
      "  It is gone.",
      "  Code   : store-lost",
      "  Path   : /files",
      "  AtRisk : All of it.",
      "  Next   : Mount it.",
      `  AsOf   : ${AsOf}`,
      "",
      "PASSED Versions",
      "  Both are 4.",
      `  AsOf : ${AsOf}`,
    ]);
    expect((await cli(asked, () => Response.json(answer("warning")))).exit).toBe(0);
  });

  test("the audit is written into a file, whole; a record that does not fit is named, with exit 1", async () => {
    const file = '{"N":1}\n{"N":2}\n';
    const written = await cli(
      ["Export-CsAuditRecord", "-Path", "/tmp/audit.jsonl", "-Format", "JsonLines"],
      () => new Response(file),
    );
    expect([written.exit, written.asked[0]?.path]).toEqual([0, "audit/export?format=JsonLines"]);
    expect(written.files.get("/tmp/audit.jsonl")).toBe(file);
    const refused = await cli(["Export-CsAuditRecord", "-Path", "/tmp/x"], refusal(403, "not-allowed"));
    expect([refused.exit, refused.err, refused.files.size]).toEqual([1, "No such thing.\nTry another.", 0]);
    const nowhere = await cli(["Export-CsAuditRecord", "-Path", "/nowhere/x"], () => new Response(file));
    expect([nowhere.exit, nowhere.err]).toEqual([2, expect.stringContaining("/nowhere/x could not be written")]);
    const broken = {
      Fault: { Sentence: "Record 2 is missing." },
      IsWhole: false,
      Records: 1,
      LastN: 1,
      LastHash: "ab",
      AsOf: "x",
    };
    const tested = await cli(["Test-CsAuditChain"], () => Response.json(broken));
    expect([tested.exit, tested.out]).toEqual([1, expect.stringContaining("Record 2 is missing.")]);
  });

  test("the examples are understood", async () => {
    const lists = {
      Requests: [],
      HeldDeletions: [],
      QuarantinedItems: [],
      NotNamed: 0,
      Pools: [],
      TrashItems: [],
      Removed: [],
      Entries: [],
      IsCut: false,
    };
    const found = {
      IsExact: true,
      More: 0,
      Looked: [],
      Elsewhere: [],
      ReadAt: "2026-11-21T12:00:00.000Z",
      Loss: {},
      Items: [],
      Next: null,
      Checks: [],
      Result: "passed",
      AsOf: "2026-11-21T12:00:00.000Z",
      LastCompare: null,
      VerifiedEqual: null,
      DriftItems: 0,
      Drift: [],
    };
    const pair = { Warnings: [], FormerBackupPoolFqdn: "pool2.x" };
    const account = {
      Identity: "grace",
      Role: "viewer",
      Pools: "all",
      Disabled: false,
      SignsInBy: "Password",
      HasPassword: true,
      TwoFactor: false,
      Sessions: 0,
    };
    const accounts = { ...account, SignInPath: null, Accounts: [account] };
    const audit = { Records: [], IsWhole: true, LastN: 4, LastHash: "ab", Fault: null };
    const answers = {
      ...POOL,
      ...pair,
      ...CONFIGURATION,
      ...LIFT,
      ...STATUS,
      OverallExportStatus: "FinalState",
      ...REQUEST,
      ...lists,
      ...found,
    };
    const pages = globSync("**/page.tsx", { cwd: join(import.meta.dirname, "../../app") }).map((page) =>
      page
        .replace("(console)/", "")
        .replace(/\/?page.tsx$/, "")
        .replace(/\[\w+\]/g, "*"),
    );
    for (const { name, example } of CMDLETS) {
      const whole = name === "Test-CsAuditChain" ? { ...answers, ...audit, Records: 4 } : { ...answers, ...audit };
      const tokens = { ...TOKEN, Tokens: [TOKEN], Token: "the token" };
      const displays = { ...DISPLAY, Displays: [DISPLAY] };
      const told = name.endsWith("-CsAccount")
        ? accounts
        : name.endsWith("-CsToken")
          ? tokens
          : name.endsWith("-CsDisplay")
            ? displays
            : whole; // their Pools are a text
      const words = example.split(" ").filter((word) => word !== "-AsJson"); // JSON has no link
      const { exit, links } = await cli(words, () => Response.json(told));
      expect([exit, links.length], name).toEqual([0, 1]);
      const path = new URL(links[0] ?? "").pathname.slice(1);
      const isPage = pages.some((page) => new RegExp(`^${page.replaceAll("*", "[^/]+")}$`).test(path));
      expect(isPage, `${name} leads to /${path}, which is no page`).toBe(true);
    }
  });
});

describe("pools from the standard input", () => {
  const NAMES = "pool1.x\npool2.x, pool3.x\n";
  const asked = ["Invoke-CsBackupServiceSync", "-PoolFqdn", "-"];
  const answer = ({ path }: { path: string }) =>
    path.includes("pool2.x") ? refusal(409, "unpaired")() : Response.json({ ...REQUEST, Id: path });

  test("are each asked for, in their order; one that is refused stops none of the others, and shows in the exit code", async () => {
    const { exit, err, links, asked: sent } = await commandLine(asked, answer, { input: NAMES });
    expect(sent.map(({ path }) => path)).toEqual(["pool1.x", "pool2.x", "pool3.x"].map((pool) => `pools/${pool}/sync`));
    expect([exit, err]).toEqual([1, "pool2.x: No such thing.\nTry another."]);
    expect(links).toHaveLength(2);
  });

  test("come back as one list in JSON", async () => {
    const { out } = await commandLine([...asked, "-AsJson"], answer, { input: "pool1.x pool3.x" });
    expect(JSON.parse(out)).toMatchObject([{ Id: "pools/pool1.x/sync" }, { Id: "pools/pool3.x/sync" }]);
  });

  test("are missing when it holds none, and one that is no name is refused without asking", async () => {
    expect(await commandLine(asked, answer, { input: " \n" })).toMatchObject({ exit: 2, asked: [] });
    const { exit, asked: sent } = await commandLine(asked, answer, { input: "pool1.x ../x" });
    expect([exit, sent.length]).toEqual([2, 1]);
  });
});
