import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "./refusal.ts";

/** What was seen of a data folder. */
export type DataFolderFacts = {
  readonly isFolder: boolean;
  readonly isOwn: boolean;
  /** Permission bits for group and others. */
  readonly openTo: number;
  /** Empty, or made by us: only then may we change its permissions. */
  readonly isOurs: boolean;
  readonly isWritable: boolean;
  readonly freeBytes: number;
  /** The kind of a file system on which SQLite's locks cannot be trusted. */
  readonly network: string | null;
};

const NEEDED_BYTES = 1_000_000_000;

/** Magic numbers of statfs(2) on Linux; elsewhere the numbers mean other things, and nothing is said. */
const NETWORK_KINDS: Readonly<Record<number, string>> = {
  26985: "NFS",
  20859: "SMB",
  4283649346: "SMB",
  4266872130: "SMB",
  12805120: "CephFS",
  1397113167: "AFS",
  16914839: "9P",
  198183888: "Lustre",
  1196443219: "GPFS",
};

/** Why this folder cannot be the data folder, in one sentence; null when it can. */
export function dataFolderProblem(path: string, seen: DataFolderFacts): string | null {
  if (!seen.isFolder)
    return `The data folder ${path} is not a folder: remove it or set PAIRKEEPER_DATA to another path.`;
  if (!seen.isOwn)
    return `The data folder ${path} belongs to another user: start as its owner or set PAIRKEEPER_DATA to another path.`;
  if (seen.openTo !== 0 && !seen.isOurs)
    return `The data folder ${path} holds other files and is open to other users: use an empty folder, or one for its owner alone.`;
  if (!seen.isWritable) return `The data folder ${path} is not writable: set PAIRKEEPER_DATA to a folder that is.`;
  if (seen.network !== null)
    return `The data folder ${path} is on a network file system (${seen.network}), and its databases need a local disk: set PAIRKEEPER_DATA to a local folder.`;
  if (seen.freeBytes < NEEDED_BYTES)
    return `The data folder ${path} has only ${Math.floor(seen.freeBytes / 1_000_000)} MB free and needs 1 GB: free some space or set PAIRKEEPER_DATA to another disk.`;
  return null;
}

function isWritable(path: string) {
  const probe = join(path, `.write-check-${process.pid}`);
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    writeFileSync(probe, "", { mode: 0o600, flush: true });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
}

function isEmptyOrMadeByUs(path: string) {
  const names = readdirSync(path);
  return names.length === 0 || names.includes("server.lock");
}

function look(path: string): DataFolderFacts {
  const stat = statSync(path);
  const isFolder = stat.isDirectory();
  const isOwn = stat.uid === process.getuid?.();
  const disk = statfsSync(path);
  return {
    isFolder,
    isOwn,
    openTo: stat.mode & 0o077,
    isOurs: isFolder && isOwn && isEmptyOrMadeByUs(path),
    isWritable: isFolder && isWritable(path),
    freeBytes: disk.bavail * disk.bsize,
    network: process.platform === "linux" ? (NETWORK_KINDS[disk.type >>> 0] ?? null) : null,
  };
}

/** Step by step from the nearest folder that exists: Node's own recursive mkdir never returns in some special file systems. */
function makeWithParents(path: string) {
  if (existsSync(path)) return;
  makeWithParents(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function make(path: string) {
  try {
    makeWithParents(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new Refusal(
      `The data folder ${path} could not be made (${code}): set PAIRKEEPER_DATA to a folder that is writable.`,
    );
  }
}

/** Makes the data folder when it is missing, closes it to others, and refuses one that cannot hold databases. */
export function prepareDataFolder(path: string): void {
  make(path);
  const seen = look(path);
  const problem = dataFolderProblem(path, seen);
  if (problem) throw new Refusal(problem);
  if (seen.openTo !== 0) chmodSync(path, 0o700);
}
