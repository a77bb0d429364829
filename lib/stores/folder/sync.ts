import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Makes everything written to the file system of `folder` durable. Node has no syncfs of its own; coreutils has. */
export async function syncFileSystem(folder: string): Promise<void> {
  try {
    await run("sync", ["-f", folder]);
  } catch {
    await run("sync", []); // a system whose sync knows no -f syncs everything
  }
}
