import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const at = (dataFolder: string) => join(dataFolder, "address");

/** Where the server of this data folder answers on this machine; whole or not at all. */
export function writeAddress(dataFolder: string, address: string): void {
  const draft = `${at(dataFolder)}.${process.pid}`;
  writeFileSync(draft, `${address}\n`, { mode: 0o600 });
  renameSync(draft, at(dataFolder));
}

/** Takes the address away: a server that is coming up or going down answers nowhere. */
export function removeAddress(dataFolder: string): void {
  rmSync(at(dataFolder), { force: true });
}

/** The last address written, or null. It outlives a killed server: only the lock says whether one runs. */
export function readAddress(dataFolder: string): string | null {
  try {
    return readFileSync(at(dataFolder), "utf8").trim() || null;
  } catch {
    return null;
  }
}
