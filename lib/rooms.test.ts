import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { wrongArrows, wrongReaders } from "#lib/testkit/rooms.ts";

const sources = new Map(
  globSync(["{app,components,lib,e2e}/**/*.{ts,tsx}", "*.ts"])
    .filter((path) => path !== "next-env.d.ts")
    .map((path) => [path, readFileSync(path, "utf8")]),
);

test("every import follows the arrows", () => {
  expect(wrongArrows(sources)).toEqual([]);
});

test("only the environment's reader reads the environment", () => {
  expect(wrongReaders(sources)).toEqual([]);
});

const verdict = (path: string, text: string) => wrongArrows(new Map([[path, text.replaceAll("; ", ";\n")]]));

describe("a planted wrong import is found", () => {
  test.each([
    ["lib/domain/lane.ts", `import { z } from "zod";`],
    ["lib/domain/lane.ts", `import { join } from "node:path";`],
    ["lib/domain/lane.ts", `import type { Ledger } from "#lib/ports/ledger.ts";`],
    ["lib/domain/lane.ts", `export * from "../ports/ledger.ts";`],
    ["lib/ports/ledger.ts", `import { open } from "#lib/stores/sqlite/open.ts";`],
    ["lib/ports/ledger.ts", `import { Kysely } from "kysely";`],
    ["lib/engine/step.ts", `import { getStatus } from "#lib/commands/get-status.ts";`],
    ["lib/engine/step.ts", `import { open } from "#lib/stores/sqlite/open.ts";`],
    ["lib/engine/step.ts", `const late = await import("../service.ts");`],
    ["lib/engine/main.ts", `import { open } from "#lib/stores/sqlite/open.ts";`],
    ["lib/stores/sqlite/ledger.ts", `import { list } from "../folder/list.ts";`],
    ["lib/stores/sqlite/ledger.ts", `import { send } from "#lib/transports/folder/send.ts";`],
    ["lib/stores/sqlite/ledger.ts", `import { cache } from "react";`],
    ["lib/modules/data-conf/module.ts", `import { users } from "#lib/modules/presence-focus/module.ts";`],
    ["lib/commands/invoke-sync.ts", `import { step } from "#lib/engine/step.ts";`],
    ["lib/commands/invoke-sync.ts", `import { headers } from "next/headers";`],
    ["lib/auth/context.ts", `import { health } from "#lib/observe/health.ts";`],
    ["lib/cli/main.ts", `import { getStatus } from "#lib/commands/get-status.ts";`],
    ["lib/config/env.ts", `import { Problem } from "#lib/domain/problem.ts";`],
    ["lib/launch/boot.ts", `import { open } from "#lib/stores/sqlite/open.ts";`],
    ["lib/service.ts", `import { Badge } from "#components/status/badge.tsx";`],
    ["components/ui/button.tsx", `import type { Lane } from "#lib/domain/lane.ts";`],
    ["components/pairs/row.tsx", `import { invokeSync } from "#lib/commands/invoke-sync.ts";`],
    ["components/pairs/row.tsx", `import { Page } from "../../app/page.tsx";`],
    ["app/page.tsx", `import { step } from "#lib/engine/step.ts";`],
    ["app/page.tsx", `import { openWebService } from "#lib/service/web.ts";`],
    ["app/page.tsx", `import { open } from "#lib/stores/sqlite/open.ts";`],
    ["app/page.tsx", `import { fakeClock } from "#lib/testkit/fake-clock.ts";`],
    ["lib/engine/step.ts", `import { world } from "../../e2e/world/service.ts";`],
    ["lib/engine/step.test.ts", `import { open } from "#lib/stores/sqlite/open.ts";`],
    ["lib/model/twin/twin.ts", `import { poolStatus } from "#lib/domain/status.ts";`],
    ["lib/model/twin/twin.ts", `import { play } from "../play.ts";`],
    ["lib/model/twin/twin.ts", `import { TwoPools } from "#lib/testkit/two-pools.ts";`],
    ["lib/model/twin/twin.ts", `import fc from "fast-check";`],
    ["lib/model/play.ts", `import { ExportLane } from "#lib/engine/export-lane.ts";`],
    ["lib/engine/step.ts", `import { Twin } from "#lib/model/twin/twin.ts";`],
    ["lib/newroom/thing.ts", ""],
  ])("%s: %s", (path, text) => {
    const sentences = verdict(path, text);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(path);
  });
});

describe("what the arrows allow passes", () => {
  test.each([
    ["lib/domain/lane.ts", `import type { Pool } from "./pool.ts";`],
    [
      "lib/domain/lane.test.ts",
      `import { test } from "vitest"; import fc from "fast-check"; import { aLane } from "#lib/testkit/builders.ts";`,
    ],
    [
      "lib/ports/transport.contract.ts",
      `import { test } from "vitest"; import type { T } from "./transport.ts"; import { aLane } from "#lib/testkit/builders.ts";`,
    ],
    ["lib/stores/sqlite/ledger.test.ts", `import { ledgerContract } from "#lib/ports/ledger.contract.ts";`],
    ["lib/modules/data-conf/module.ts", `import { files } from "../files/kind.ts";`],
    [
      "lib/engine/main.ts",
      `import { openEngineService } from "#lib/service/engine.ts"; import { holdLock } from "#lib/launch/process-lock.ts";`,
    ],
    [
      "lib/cli/main.ts",
      `import { poolFqdn } from "#lib/commands/schemas.ts"; import { readEnv } from "../config/env.ts";`,
    ],
    [
      "app/page.tsx",
      `import { getStatus } from "#lib/commands/get-status.ts"; import "./globals.css"; import { Row } from "#components/pairs/row.tsx";`,
    ],
    [
      "components/pairs/row.tsx",
      `import { Button } from "#components/ui/button.tsx"; import { useState } from "react";`,
    ],
    ["lib/model/twin/rows.ts", `import { DatabaseSync } from "node:sqlite"; import type { Items } from "./items.ts";`],
    [
      "lib/model/play.ts",
      `import { Twin } from "./twin/twin.ts"; import { TwoPools } from "#lib/testkit/two-pools.ts";`,
    ],
    ["e2e/specs/first-light.spec.ts", `import { open } from "#lib/stores/sqlite/open.ts";`],
  ])("%s: %s", (path, text) => {
    expect(verdict(path, text)).toEqual([]);
  });
});

test("a second reader of the environment is found", () => {
  const reader = new Map([["lib/engine/step.ts", "const port = process.env.PORT;"]]);
  expect(wrongReaders(reader)).toEqual([expect.stringContaining("lib/engine/step.ts reads the environment")]);
});
