import { readFileSync } from "node:fs";

const KIB_A_MEGABYTE = 1_000_000 / 1024;

/** What a process holds, in megabytes (10^6 bytes), as Linux counts it. */
export type Memory = {
  /** Resident now. */
  readonly rss: number;
  /** The same, with what it shares with others by halves. */
  readonly pss: number;
  /** Resident at the most, ever. */
  readonly peak: number;
};

export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return { rss: kib(status, "VmRSS"), pss: kib(rollup, "Pss"), peak: kib(status, "VmHWM") };
}

function kib(text: string, field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1];
  if (found === undefined) throw new Error(`Linux does not tell ${field}.`);
  return Number(found) / KIB_A_MEGABYTE;
}
