import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Plot, playDisk } from "./disk-story.ts";
import { type FileSystem, mountedDisk } from "./mounted-disk.ts";

/* Plays stories on real disks, in a mount namespace of its own, and tells each outcome on a line. */

/** What such a process is told as its only word. */
export type Told = { readonly plots: readonly Plot[]; readonly fileSystem: FileSystem; readonly below: string };

const { plots, fileSystem, below }: Told = JSON.parse(process.argv[2] ?? "");
for (const [at, plot] of plots.entries()) {
  const folder = join(below, `story-${at}`);
  mkdirSync(folder);
  console.log(JSON.stringify(await playDisk(plot, mountedDisk(fileSystem), folder)));
}
process.exit(0);
