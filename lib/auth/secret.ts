import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readPrivate, writePrivate } from "./private-file.ts";

const SHORTEST = 32;

/** The secret that signs sessions: random, made at first start, kept in `<data>/auth.secret`. A new one ends every session. */
export function authSecret(dataFolder: string): string {
  const path = join(dataFolder, "auth.secret");
  const kept = readPrivate(path);
  if (kept !== null && kept.length >= SHORTEST) return kept;
  const made = randomBytes(32).toString("base64url");
  writePrivate(path, made);
  return made;
}
