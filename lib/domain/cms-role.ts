import type { ModuleFace } from "./backup-module.ts";
import type { PoolFqdn } from "./pool.ts";
import { partnerOf, type Topology } from "./topology.ts";

/** What a pool is to the Central Management store: it writes it, it keeps the second copy, or its pair has none (DOMAIN 3.4). */
export const CMS_ROLES = ["master", "standby", "none"] as const;
export type CmsRole = (typeof CMS_ROLES)[number];

/** The role in which `pool` runs a module; null for modules that every pool runs. */
export function roleIn({ category }: Pick<ModuleFace, "category">, topology: Topology, pool: PoolFqdn): CmsRole | null {
  if (category !== "CMS") return null;
  const { cmsMaster } = topology;
  if (cmsMaster === null) return "none";
  if (cmsMaster === pool) return "master";
  return partnerOf(topology, pool) === cmsMaster ? "standby" : "none";
}

/** Whether a pool of that role is expected to export: elsewhere NotInitialized is as it should be (DOMAIN 3.3). */
export function exportsAs(role: CmsRole | null): boolean {
  return role !== "standby" && role !== "none";
}

/** Whether a pool of that role imports; elsewhere its import idles. */
export function importsAs(role: CmsRole | null): boolean {
  return role !== "master" && role !== "none";
}
