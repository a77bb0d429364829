import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** Names another CMS master in the ledger of a data folder, or none: what a failover will do. No service runs on it. */
export function setCmsMaster(folder: string, master: PoolFqdn | null): void {
  const ledger = new DatabaseSync(join(folder, "ledger.db"));
  ledger.prepare("update pools set is_cms_master = (fqdn = coalesce(?, ''))").run(master);
  ledger.close();
}
