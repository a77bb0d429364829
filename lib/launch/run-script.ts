import { spawn } from "node:child_process";
import { childEnvironment } from "#lib/config/env.ts";

/** Runs a JavaScript tool under this Node and its `flags`, with `more` in its environment; resolves to its exit code. */
export function runScript(
  script: string,
  args: readonly string[],
  output: number | "inherit",
  more: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<number> {
  const env = childEnvironment({ NEXT_TELEMETRY_DISABLED: "1", ...more });
  const child = spawn(process.execPath, [...flags, script, ...args], { stdio: ["ignore", output, output], env });
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
