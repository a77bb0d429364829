import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { childEnvironment } from "#lib/config/env.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { compiledFolder, compileEngine, sourcesHash } from "./build.ts";
import { ENGINE_FLAGS } from "./engine-process.ts";

const root = tempFolder();
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(root(), path)), { recursive: true });
  writeFileSync(join(root(), path), text);
};

beforeEach(() => {
  put("app/page.tsx", "page");
  put("package-lock.json", "{}");
});

describe("a build is stale after a change of", () => {
  test.each([
    "app/page.tsx",
    "app/(console)/globals.css",
    "components/ui/button.tsx",
    "lib/commands/get-status.ts",
    "public/icon.svg",
    "proxy.ts",
    "next.config.js",
    "postcss.config.mjs",
    "package-lock.json",
  ])("%s", (path) => {
    const before = sourcesHash(root());
    put(path, "changed");
    expect(sourcesHash(root())).not.toBe(before);
  });
});

describe("a build is not stale after a change of", () => {
  test.each([
    "lib/engine/step.test.ts",
    "lib/ports/ledger.contract.ts",
    "lib/testkit/builders.ts",
    "e2e/specs/first-light.spec.ts",
    "data/ledger.db",
    ".next/server.js",
    "README.md",
    "next-env.d.ts",
  ])("%s", (path) => {
    const before = sourcesHash(root());
    put(path, "changed");
    expect(sourcesHash(root())).toBe(before);
  });
});

test("a renamed file is a change", () => {
  const before = sourcesHash(root());
  rmSync(join(root(), "app/page.tsx"));
  put("app/site.tsx", "page");
  expect(sourcesHash(root())).not.toBe(before);
});

test("the engine's code and its threads' is compiled after a build: whoever starts next has nothing left to compile", async () => {
  const compiled = () => readdirSync(compiledFolder(root()), { recursive: true }).length;
  await compileEngine(root(), "inherit");
  const first = compiled();
  expect(first).toBeGreaterThan(100);
  await compileEngine(root(), "inherit");
  expect(compiled()).toBe(first);
  const folder = compiledFolder(root());
  const env = childEnvironment({ NODE_COMPILE_CACHE: folder });
  execFileSync(process.execPath, [...ENGINE_FLAGS, "-e", ""], { env });
  expect(readdirSync(folder), "Node has a folder a set of flags: the engine's is the one that was filled").toHaveLength(
    1,
  );
});
