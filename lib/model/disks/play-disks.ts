import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Outcome, type Plot, playDisk } from "./disk-story.ts";
import type { FileSystem } from "./mounted-disk.ts";
import { SickWard } from "./sick-ward.ts";
import type { Told } from "./story-process.ts";

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, "story-process.ts");
const MOST_OUTPUT = 64 * 1024 * 1024;

/** Plays the stories on mounted disks, or, where `namespace` is null, on disks that are only played. */
export async function playDisks(
  plots: readonly Plot[],
  namespace: readonly string[] | null,
  fileSystem: FileSystem = "tmpfs",
): Promise<readonly Outcome[]> {
  const below = mkdtempSync(join(tmpdir(), "pairkeeper-disks-"));
  try {
    return namespace === null ? await played(plots, below) : await mounted(plots, namespace, fileSystem, below);
  } finally {
    rmSync(below, { recursive: true, force: true });
  }
}

async function played(plots: readonly Plot[], below: string): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [at, plot] of plots.entries()) {
    const folder = join(below, `story-${at}`);
    mkdirSync(folder);
    const ward = new SickWard();
    outcomes.push(await playDisk(plot, ward.lay, folder, (data) => ward.meddling(data)));
  }
  return outcomes;
}

async function mounted(
  plots: readonly Plot[],
  [program, ...words]: readonly string[],
  fileSystem: FileSystem,
  below: string,
): Promise<readonly Outcome[]> {
  if (program === undefined) throw new TypeError("no program opens a namespace");
  const told = JSON.stringify({ plots, fileSystem, below } satisfies Told);
  const { stdout } = await run(program, [...words, process.execPath, SCRIPT, told], { maxBuffer: MOST_OUTPUT });
  return stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
}
