import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests sync thousands of small files, and no test pulls the plug: memory does that many times faster than a disk. */
const MEMORY = "/dev/shm";
const ENOUGH_BYTES = 1 << 30;

function temporaryFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    environment: "node",
    include: ["lib/**/*.test.ts", "components/**/*.test.{ts,tsx}", "app/**/*.test.{ts,tsx}"],
    setupFiles: ["lib/testkit/same-cases.ts"],
    maxWorkers: 3, // on two cores: many a test waits for threads or the disk
    isolate: false, // no test replaces a module: a worker reads each once, not once a file
    execArgv: ["--max-semi-space-size=32"], // what a test makes is soon of no use: a larger nursery saves a twentieth of the work
    env: { TMPDIR: temporaryFolder() },
    testTimeout: 240_000, // for what hangs; how fast a machine is decides nothing
    hookTimeout: 240_000,
  },
});
