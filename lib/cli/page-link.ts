import { z } from "zod";
import { poolFqdn } from "#lib/commands/schemas.ts";
import type { Cmdlet, Given } from "./cmdlet.ts";

const request = z.object({ Id: z.string(), RequestedAt: z.string() });

/** The page of the console that shows more of an answer: a run's own, or the cmdlet's, or that of the pair that was named. */
export function pageOf({ page }: Pick<Cmdlet, "page">, given: Given, json: unknown): string {
  const run = request.safeParse(json);
  if (run.success) return `/requests/${encodeURIComponent(run.data.Id)}`;
  return page?.(given) ?? ofPool(given, "/pairs/*") ?? "/";
}

/** `path` with the pool that was named in the place of its star; null when none was. */
export function ofPool({ pool }: Given, path: string): string | null {
  const read = poolFqdn.safeParse(pool);
  return read.success ? path.replace("*", read.data) : null;
}
