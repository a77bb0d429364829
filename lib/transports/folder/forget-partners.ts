import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What lies in a module's folder of a BackupStore and is a partner's, or for one. */
const OF_PARTNERS = /^(from-|ack-from-|inventory-from-)/;

/**
 * Takes everything out of a pool's BackupStore that a pair of before left there: packages, acks, what was asked and answered.
 * Whoever calls this has checked the store. Out of sight first, by rename: a half-removed package never looks like one.
 */
export function forgetPartners(root: string): void {
  const store = join(root, "BackupStore");
  const temp = join(store, "Temp");
  if (!existsSync(temp)) return;
  for (const module of readdirSync(store).filter((name) => name !== "Temp")) {
    for (const name of readdirSync(join(store, module)).filter((one) => OF_PARTNERS.test(one))) {
      const aside = join(temp, `parted-${module}-${name}`);
      rmSync(aside, { recursive: true, force: true });
      renameSync(join(store, module, name), aside);
    }
  }
  for (const name of readdirSync(temp)) rmSync(join(temp, name), { recursive: true, force: true });
}
