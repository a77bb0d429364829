import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ENGINE_FLAGS } from "./engine-process.ts";
import { waitForLock } from "./process-lock.ts";
import { Refusal } from "./refusal.ts";
import { runScript } from "./run-script.ts";
import { systemClock } from "./system-clock.ts";

const SOURCES = ["{app,components,lib,public}/**/*", "*.{ts,js,mjs}", "package.json", "package-lock.json"];
const NO_SOURCE = [
  /\.(test|contract)\.tsx?$/,
  /\.story\.txt$/,
  /^lib\/(testkit|cli)\//,
  /(^|\/)README\.md$/,
  /^next-env\.d\.ts$/,
];

/** One hash over every file that a build reads. */
export function sourcesHash(root: string): string {
  const hash = createHash("sha256");
  const files = globSync(SOURCES, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  for (const file of [...new Set(files)].sort()) {
    if (NO_SOURCE.some((pattern) => pattern.test(file))) continue;
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function stampIn(path: string) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Runs Next in its own words; resolves to its exit code. */
export function runNext(args: readonly string[], folder: string, output: number | "inherit"): Promise<number> {
  const next = join(process.cwd(), "node_modules", "next", "dist", "bin", "next");
  return runScript(next, args, output, { PAIRKEEPER_BUILD: folder, NODE_ENV: "production" });
}

/** Where server and engine keep what V8 made of their code, TypeScript included. A build empties it. */
export function compiledFolder(buildFolder: string): string {
  return resolve(buildFolder, "compiled");
}

/**
 * Loads the engine once, so that its code is compiled before the first start: each of its threads that has to read TypeScript by
 * itself holds ten megabytes more. Under the engine's own flags: Node keeps what it compiled for each set of them apart. It is no
 * worse than that where it fails.
 */
export async function compileEngine(folder: string, output: number | "inherit"): Promise<void> {
  const entry = join(process.cwd(), "lib", "engine", "main.ts");
  await runScript(entry, ["--load"], output, { NODE_COMPILE_CACHE: compiledFolder(folder) }, ENGINE_FLAGS);
}

/**
 * Builds into `folder` unless it holds a build of these very sources. The stamp goes before the build and comes back after it, so that
 * a failed or interrupted build leaves none; two starts at once build one after the other.
 */
export async function buildWhenNeeded(folder: string, output: number | "inherit"): Promise<"fresh" | "built"> {
  const root = process.cwd();
  mkdirSync(join(root, folder), { recursive: true });
  const stamp = join(root, folder, "pairkeeper-sources");
  const turn = await waitForLock(join(root, "node_modules", `.pairkeeper-build${folder}.lock`), {
    forMs: 600_000,
    clock: systemClock,
  });
  if (!turn)
    throw new Refusal("Another build of these sources has been running for ten minutes: stop it and start again.");
  try {
    const wanted = sourcesHash(root);
    if (stampIn(stamp) === wanted) return "fresh";
    rmSync(stamp, { force: true });
    if ((await runNext(["build"], folder, output)) !== 0)
      throw new Refusal("The build failed: the lines above say why.");
    await compileEngine(folder, output);
    writeFileSync(stamp, wanted);
    return "built";
  } finally {
    turn.release();
  }
}
