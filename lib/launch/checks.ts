import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWhenNeeded, runNext } from "./build.ts";
import { sentenceOf } from "./refusal.ts";
import { runScript } from "./run-script.ts";
import { add, readPlaywright, readVitest, type Tally, tallyOf } from "./tally.ts";
import { TEST_BUILD } from "./test-build.ts";

export type Check = {
  readonly name: string;
  /** Whether later checks make no sense after this one failed. */
  readonly stops: boolean;
  run(): Promise<Tally>;
};

const bin = (...path: readonly string[]) => join(process.cwd(), "node_modules", ...path);

/** A tool whose words are ours. */
const run = (script: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runScript(script, args, "inherit", more);

const oneCheck = (isGood: boolean): Tally => (isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** Gives a runner a temporary file for its machine-readable report. */
async function reporting(work: (file: string) => Promise<Tally>): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "pairkeeper-report-"));
  try {
    return await work(join(folder, "report.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const lint: Check = {
  name: "lint and format",
  stops: true,
  run: async () =>
    oneCheck(
      (await run(bin("@biomejs", "biome", "bin", "biome"), [
        "check",
        "--diagnostic-level=warn",
        "--error-on-warnings",
      ])) === 0,
    ),
};

export const types: Check = {
  name: "types",
  stops: true,
  async run() {
    if ((await runNext(["typegen"], TEST_BUILD, "inherit")) !== 0) return oneCheck(false);
    return oneCheck(
      (await run(bin("typescript", "bin", "tsc"), ["--noEmit", "-p", "lib/launch/tsconfig.check.json"])) === 0,
    );
  },
};

const unitTests = (more: readonly string[]): Check => ({
  name: "rooms, units and stories",
  stops: false,
  run: () =>
    reporting(async (file) => {
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
      const args = ["run", "--config", "lib/vitest.config.ts", ...reporters, ...more];
      const code = await run(bin("vitest", "vitest.mjs"), args);
      return tallyOf(code, readVitest(file));
    }),
});

export const units = unitTests([]);

/** Without what plays histories and deaths by the hundred. */
export const quickUnits = unitTests(["--exclude=lib/model/*.test.ts", "--exclude=lib/engine/crash.test.ts"]);

export const build: Check = {
  name: "build",
  stops: true,
  async run() {
    try {
      await buildWhenNeeded(TEST_BUILD, "inherit");
      return oneCheck(true);
    } catch (error) {
      console.error(sentenceOf(error));
      return oneCheck(false);
    }
  },
};

/** Runs browser tests on the build that is there; resolves to the exit code. */
export const browserTests = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<number> =>
  run(bin("playwright", "cli.js"), ["test", "--config", "e2e/playwright.config.ts", ...args], more);

export const browser: Check = {
  name: "browser",
  stops: false,
  run: () =>
    reporting(async (file) => {
      const code = await browserTests(["--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
      return tallyOf(code, readPlaywright(file));
    }),
};

/** Runs the checks in order and sums them up. */
async function runChecks(checks: readonly Check[]): Promise<Tally> {
  let sum: Tally = { passed: 0, failed: 0 };
  for (const check of checks) {
    console.log(`\n== ${check.name}`);
    const tally = await check.run();
    sum = add(sum, tally);
    if (tally.failed > 0 && check.stops) break;
  }
  return sum;
}

/** Prints the sum as the last line, alone; the exit code says the same. */
export async function runAndSay(checks: readonly Check[]): Promise<void> {
  const { passed, failed } = await runChecks(checks);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
