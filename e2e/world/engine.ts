import { execFileSync } from "node:child_process";

/** The engine that this server started, as the machine's own list of processes shows it; null while none runs. */
export function engineOf(server: number): number | null {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const line = lines.find((one) => one.includes("engine/main") && one.trim().split(/\s+/)[1] === String(server));
  return line ? Number(line.trim().split(/\s+/)[0]) : null;
}

/** The same where there must be one. */
export function runningEngineOf(server: number): number {
  const engine = engineOf(server);
  if (engine === null) throw new Error("No engine runs.");
  return engine;
}
