import type { Context } from "#lib/auth/context.ts";
import { backupPoolOf, refuseElsewhere } from "#lib/commands/paired-pool.ts";
import { listedModules, selectModules } from "#lib/commands/select-modules.ts";
import type { BackupCategory, ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";
import { exportsAs, roleIn } from "#lib/domain/cms-role.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Topology } from "#lib/domain/topology.ts";

/** The copies that a push of `from` is asked of. */
export type LanesAsked = { readonly from: PoolFqdn; readonly to: PoolFqdn; readonly modules: readonly ModuleName[] };

/** What of a pool's modules is asked for: by name, by category, or both. */
export type Narrowed = { readonly module: string; readonly category?: BackupCategory | undefined };

/**
 * The copies that `pool` exports, as far as they are asked for. A module that only the CMS master exports is left out where
 * it comes with others, and refused where it was asked for by name.
 */
export async function exportLanes(ctx: Context, pool: PoolFqdn, asked: Narrowed): Promise<LanesAsked> {
  const topology = await ctx.ledger.topology();
  const to = backupPoolOf(topology, pool);
  refuseElsewhere(ctx, pool);
  const listed = selectModules(listedModules(ctx.modules, await ctx.ledger.configuration()), asked.module);
  const wanted = listed.filter(({ category }) => asked.category === undefined || category === asked.category);
  const exported = wanted.filter((module) => exportsAs(roleIn(module, topology, pool)));
  if (exported.length === 0) throw nothingExported(topology, pool, wanted, asked);
  return { from: pool, to, modules: exported.map(({ name }) => name) };
}

/** The one copy of a module that was asked for by name. */
export async function oneExportLane(ctx: Context, pool: PoolFqdn, module: string): Promise<Lane> {
  const { from, to, modules } = await exportLanes(ctx, pool, { module });
  const [only] = modules;
  if (only === undefined || modules.length > 1) throw new Error(`${module} is not one module`);
  return { from, to, module: only };
}

function nothingExported(topology: Topology, pool: PoolFqdn, wanted: readonly ModuleFace[], asked: Narrowed): Problem {
  const [first] = wanted;
  if (first === undefined)
    return new Problem(
      "unknown-module",
      `No backup module of category ${asked.category} is listed here.`,
      "Get-CsBackupServiceStatus shows the modules that are.",
      "Category",
    );
  const { cmsMaster } = topology;
  const hint = cmsMaster === null ? "No pool is master now." : `The master is ${cmsMaster}.`;
  return new Problem("not-cms-master", `${first.name} is not exported by ${pool}.`, hint, "PoolFqdn");
}
