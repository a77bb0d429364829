import { join } from "node:path";
import type { Clock } from "#lib/ports/clock.ts";
import { readAddress } from "./address-file.ts";
import { holdLock } from "./process-lock.ts";

const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 100;

export type OtherServer = "none" | "unready" | { readonly at: string };

function look(dataFolder: string): OtherServer {
  const lock = holdLock(join(dataFolder, "server.lock"));
  lock?.release();
  if (lock) return "none";
  const address = readAddress(dataFolder);
  return address ? { at: address } : "unready";
}

/**
 * Whether another server runs on this data folder. One that holds the lock and has no address is just coming or going: it gets
 * some time, so that a start right after a stop succeeds. A look, not a hold: the server takes the lock itself.
 */
export async function findOtherServer(dataFolder: string, clock: Clock): Promise<OtherServer> {
  const end = clock.elapsed() + PATIENCE_MS;
  for (;;) {
    const found = look(dataFolder);
    if (found !== "unready" || clock.elapsed() >= end) return found;
    await clock.sleep(LOOK_EVERY_MS);
  }
}
