import { statSync } from "node:fs";
import { join } from "node:path";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { WordSeen } from "#lib/domain/pool-sight.ts";
import { readWord } from "./read-word.ts";

type Asked = {
  readonly root: string;
  readonly partner: PoolFqdn;
  readonly modules: readonly ModuleName[];
  /** How far the file server's clock is ahead of ours: it stamps the files. */
  readonly serverAheadMs: number;
};

/**
 * The partner's state files in this pool's BackupStore, and how far its clock is ahead of ours. The file server's clock, by
 * which both write, is the one reference: no age has to be guessed (DOMAIN 10 no. 9). Faults with "ack-unreadable".
 */
export function seeWords({ root, partner, modules, serverAheadMs }: Asked): readonly WordSeen[] {
  return modules.flatMap((module) => {
    const path = join(root, "BackupStore", module, `ack-from-${partner}.json`);
    const ack = readWord(path);
    if (ack === null) return [];
    const writtenAt = statSync(path).mtimeMs - serverAheadMs;
    return [{ module, writtenAt, aheadMs: Date.parse(ack.at) - writtenAt, freeBytes: ack.freeBytes }];
  });
}
