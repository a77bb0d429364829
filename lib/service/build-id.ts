import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What Next calls the build in this folder: another one after each build; null where none was made, as while developing. */
export function buildId(folder: string): string | null {
  try {
    return readFileSync(join(folder, "BUILD_ID"), "utf8").trim() || null;
  } catch {
    return null;
  }
}
