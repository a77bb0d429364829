import { PARAMETERS, poolFqdn } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";

/** The address of a pool's `part`. What is no pool's name is refused here: in an address it could mean something else. */
export function poolPath(asked: string | true | undefined, part: string): string {
  const pool = poolFqdn.safeParse(asked);
  if (pool.success) return `pools/${pool.data}/${part}`;
  const { name, hint } = PARAMETERS.pool;
  throw new Problem("bad-input", `-${name} ${pool.error.issues[0]?.message}`, hint, name);
}
