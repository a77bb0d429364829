import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Loads the code of every thread that an engine may start, and does nothing with it: each of them looks for the place that it
 * works on first, and finds none. What Node keeps of it on disk is there for the first thread too then.
 */
export async function loadThreads(): Promise<void> {
  const threads = globSync("lib/**/*-thread.ts").map((path) => pathToFileURL(join(process.cwd(), path)).href);
  await Promise.allSettled(threads.map((thread) => import(thread)));
}
