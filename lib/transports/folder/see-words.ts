import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "#lib/disk/read-through.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { WordSeen } from "#lib/domain/pool-sight.ts";
import { readAck } from "./schemas.ts";

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
    const text = textOf(path);
    if (text === null) return [];
    const ack = readAck(text);
    if (ack === null) throw new Fault("ack-unreadable", `The ack of ${partner} cannot be read.`, path);
    const writtenAt = statSync(path).mtimeMs - serverAheadMs;
    return [{ module, writtenAt, aheadMs: Date.parse(ack.at) - writtenAt, freeBytes: ack.freeBytes }];
  });
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(thrown))) return null;
    throw thrown;
  }
}
