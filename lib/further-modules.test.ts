import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PairCard } from "#components/pairs/pair-card.tsx";
import { headline } from "#components/status/headline.ts";
import { run, theOutside } from "./cli/run.ts";
import { getPairs } from "./commands/get-pairs.ts";
import { getStatus } from "./commands/get-status.ts";
import { invokeSync } from "./commands/invoke-sync.ts";
import { readEnv } from "./config/env.ts";
import type { ModuleFace, ModuleName } from "./domain/backup-module.ts";
import { MODULES } from "./modules/registry.ts";
import { aQuarantine, aWord } from "./testkit/builders.ts";
import { type Console, openConsole } from "./testkit/console.ts";
import { anExportReport, anImportReport, POOL_1, POOL_2 } from "./testkit/evidence.ts";

// Modules are data: with one more of each kind in the registry every door shows and runs them, and nothing else is changed.

const ROWS: ModuleFace = {
  name: "ApplicationServer.RGSDataStore" as ModuleName,
  category: "RGS",
  kind: "rows",
  aliases: ["Workflows"],
  item: { one: "workflow", many: "workflows" },
};
const FILES: ModuleFace = {
  name: "ApplicationServer.RGSFileStore" as ModuleName,
  category: "RGS",
  kind: "files",
  aliases: [],
  item: { one: "recording", many: "recordings" },
};
const ALL = [...MODULES, ROWS, FILES];

let world: Console;
beforeEach(async () => {
  world = await openConsole();
  world.modules = ALL;
  await world.ledger.doors.configure({ enableRgsBackupService: true }, world.context().actor);
  const lanes = ALL.flatMap(({ name: module }) => [
    { from: POOL_1, to: POOL_2, module },
    { from: POOL_2, to: POOL_1, module },
  ]);
  await world.say({
    exports: lanes.map((lane) =>
      anExportReport(world.now, { lane, ...(lane.from === POOL_1 ? waiting(lane.module) : {}) }),
    ),
    imports: lanes.map((lane) => anImportReport(world.now, { lane })),
  });
});
afterEach(() => world.close());

/** On pool 1 the further rows wait and were refused, and the further files were scanned. */
function waiting(module: ModuleName) {
  if (module === ROWS.name)
    return { pendingItems: 3, partner: aWord(world.now, { quarantine: aQuarantine(world.now - 30_000) }) };
  return module === FILES.name ? { pendingItems: 1, lastScanAt: world.now - 90_000 } : {};
}

test("status tells them like any other, by their category too", async () => {
  const told = await getStatus(world.context(), { pool: POOL_1 });
  expect(told.BackupModules.map((module) => module.Identity)).toEqual(ALL.map((face) => face.name));
  expect(told.OverallExportStatus).toBe("SteadyState");
  const rgs = await getStatus(world.context(), { pool: POOL_1, category: "rgs" });
  expect(rgs.BackupModules).toMatchObject([
    { Identity: ROWS.name, Category: "RGS", ExportStatus: "SteadyState", PendingItems: 3, QuarantinedItems: 1 },
    { Identity: FILES.name, Category: "RGS", ExportStatus: "SteadyState", PendingItems: 1 },
  ]);
});

test("a sync is asked for by any of their names, and All is all of them", async () => {
  const asked = async (module?: string) =>
    (await invokeSync(world.context(), { pool: POOL_1, module })).Modules.map((one) => one.Identity);
  for (const spelling of ["RGSDataStore", "applicationserver.rgsdatastore", "WORKFLOWS"])
    expect(await asked(spelling)).toEqual([ROWS.name]);
  expect(await asked("RGSFileStore")).toEqual([FILES.name]);
  expect(await asked()).toEqual(ALL.map((face) => face.name));
});

/** The card of the pair as the server draws it, and its text. */
async function card() {
  const snapshot = await getPairs(world.context());
  const [pair] = snapshot.Pairs;
  if (pair === undefined) throw new Error("The pair is gone.");
  const sync = {
    syncNow: async () => ({ ok: true }) as const,
    maySync: true,
    pools: "all" as const,
    isOffline: false,
    setAsked: () => {},
  };
  const drawn = createElement(PairCard, {
    pair,
    now: snapshot.Now,
    interval: snapshot.SyncInterval,
    sync,
    close: null,
  });
  const html = renderToStaticMarkup(createElement(QueryClientProvider, { client: new QueryClient() }, drawn));
  return {
    snapshot,
    html,
    text: html
      .replaceAll(/<[^>]+>/g, " ")
      .replaceAll("&quot;", '"')
      .replaceAll(/\s+/g, " "),
  };
}

test("the page has a cell, a badge, a button and words of their own for each", async () => {
  await invokeSync(world.context(), { pool: POOL_2, module: "RGSFileStore" });
  const { snapshot, html, text } = await card();
  for (const { name } of [ROWS, FILES])
    for (const pool of [POOL_1, POOL_2])
      for (const side of ["export", "import"])
        expect(html).toMatch(new RegExp(`data-side="${side}" data-module="${name}" data-direction="${pool}"`));
  expect(text).toContain("Only RGSDataStore");
  expect(text).toContain("3 workflows leave in");
  expect(text).toContain('1 workflow refused by pool2: users ["sip:ada@example.com"]');
  expect(text).toContain("1 recording leaves in");
  expect(text).toContain("pool2 refuses items of RGSDataStore.");
  expect(text).toContain("as of scan 11:58:30 UTC");
  expect(text.match(/as of scan/g)).toHaveLength(1);
  expect(text).not.toMatch(/undefined|null|NaN|\bitems? leaves?\b/);
  const [first] = headline(snapshot, null, true).title;
  expect(first).toBe("pool2 refuses items of RGSDataStore");
});

test("the command line lists them", async () => {
  const out: string[] = [];
  const exit = await run(["Get-CsBackupServiceStatus", "-PoolFqdn", POOL_1], {
    ...theOutside,
    out: (text) => out.push(text),
    err: (text) => expect.unreachable(text),
    env: () => readEnv({ PAIRKEEPER_URL: "http://127.0.0.1:3111", PAIRKEEPER_TOKEN: "t" }),
    fetch: async () => Response.json(await getStatus(world.context(), { pool: POOL_1 })),
  });
  expect(exit).toBe(0);
  const text = out.join("\n");
  expect(text).toMatch(
    /^BackupModules +: \{UserServices\..*ApplicationServer\.RGSDataStore:\[SteadyState,NormalState\], /m,
  );
  expect(text).toMatch(/^Identity +: ApplicationServer\.RGSDataStore\n(.*\n){8}QuarantinedItems : 1$/m);
  expect(text).toMatch(/^Identity +: ApplicationServer\.RGSFileStore$/m);
});
