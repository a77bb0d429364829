import { shortName } from "#lib/domain/pool.ts";
import { elsewherePool } from "./evidence.ts";
import type { Direction } from "./snapshot.ts";

/** What the table says of a pool that another service runs, with its name; null where this one runs both. */
export function elsewhereSays(direction: Direction): string | null {
  const pool = elsewherePool(direction);
  if (pool === null) return null;
  return `This service does not run the engine of ${shortName(pool)} (PAIRKEEPER_POOLS), so it knows nothing of it.`;
}
