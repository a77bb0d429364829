import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** The words in a file that only its owner may read; null when there is none. One that others could read is closed to them. */
export function readPrivate(path: string): string | null {
  try {
    chmodSync(path, 0o600);
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Writes such a file, whole or not at all. */
export function writePrivate(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600, flush: true });
  renameSync(draft, path);
}
