import { readFileSync } from "node:fs";

/** Ticks a second in /proc, everywhere on Linux. */
const TICKS = 100;

/** Milliseconds that a process has worked so far, the system's work for it included; not a number where no /proc tells. */
export function processorMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
  } catch {
    return Number.NaN;
  }
}
