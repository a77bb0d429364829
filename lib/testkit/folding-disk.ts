import * as fs from "node:fs";
import type { Disk } from "#lib/disk/crew.ts";

/** Calls that take a path first, as folder plugs use them; `renameSync` takes two. */
const OF_ONE_PATH = [
  "lstatSync",
  "readdirSync",
  "mkdirSync",
  "rmdirSync",
  "rmSync",
  "chmodSync",
  "utimesSync",
  "openSync",
  "existsSync",
] as const;

/** A disk on which names that differ in case alone are one name, kept as it was first written: as on most Windows shares. */
export function foldingDisk(): Partial<Disk> {
  const folded: Record<string, unknown> = {};
  const disk: Disk = { ...fs };
  for (const name of OF_ONE_PATH) {
    const real = disk[name] as (path: fs.PathLike, ...more: unknown[]) => unknown;
    folded[name] = (path: fs.PathLike, ...more: unknown[]) => real(fold(path), ...more);
  }
  folded.renameSync = (from: fs.PathLike, to: fs.PathLike) => fs.renameSync(fold(from), fold(to));
  return folded as Partial<Disk>;
}

/** The path under which something of that name, in any case, is there. */
function fold(path: fs.PathLike): string {
  let at = "/";
  for (const step of String(path).split("/").filter(Boolean)) {
    const names = fs.existsSync(at) && fs.statSync(at).isDirectory() ? fs.readdirSync(at) : [];
    const there = names.includes(step) ? step : names.find((name) => name.toLowerCase() === step.toLowerCase());
    at = `${at === "/" ? "" : at}/${there ?? step}`;
  }
  return at;
}
