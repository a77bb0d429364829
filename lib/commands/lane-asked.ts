import type { Context } from "#lib/auth/context.ts";
import { backupPoolOf } from "#lib/commands/paired-pool.ts";
import { selectModules } from "#lib/commands/select-modules.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Topology } from "#lib/domain/topology.ts";

/** The one copy that is meant: a module as that pool exports it. */
export function laneAsked({ modules }: Context, topology: Topology, pool: PoolFqdn, selection: string): Lane {
  const to = backupPoolOf(topology, pool);
  const [module, more] = selectModules(modules, selection);
  if (module !== undefined && more === undefined) return { from: pool, to, module: module.name };
  throw new Problem(
    "bad-input",
    "BackupModule names more than one module.",
    `Give one of ${modules.map(({ name }) => name).join(", ")}.`,
    "BackupModule",
  );
}
