import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "#lib/disk/durable.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { Lane } from "#lib/domain/lane.ts";
import { comparePackages, type PackageId, packageName, packageOf } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Transport } from "#lib/ports/transport.ts";
import { receive } from "./receive.ts";
import { readAck } from "./schemas.ts";
import { stage } from "./stage.ts";

/** Where a pool's file store is, and a check that it is the right one; done before each write into it (DESIGN L9). */
export type StoreAccess = { readonly root: string; readonly check: () => Promise<void> };

/** Packages and acks as folders and files in the two pools' BackupStores (DESIGN 5). */
export function folderTransport(storeOf: (pool: PoolFqdn) => StoreAccess): Transport {
  return {
    stage: async (lane, id) => {
      await storeOf(lane.to).check();
      return stage(tempFolder(lane), stagingName(lane, id), packagesFolder(lane), packageName(id));
    },
    incoming: async (lane) => incoming(packagesFolder(lane)),
    receive: async (lane, id) => receive(join(packagesFolder(lane), packageName(id))),
    remove: async (lane, id) => {
      await storeOf(lane.to).check();
      remove(join(packagesFolder(lane), packageName(id)), join(tempFolder(lane), `gone-${stagingName(lane, id)}`));
    },
    sweep: async (lane) => {
      await storeOf(lane.to).check();
      const own = stagingName(lane, null);
      for (const name of readdirSync(tempFolder(lane))) {
        if (name.startsWith(own) || name.startsWith(`gone-${own}`)) {
          rmSync(join(tempFolder(lane), name), { recursive: true, force: true });
        }
      }
    },
    sayWord: async (lane, ack) => {
      await storeOf(lane.from).check();
      mkdirSync(moduleFolder(lane.from, lane), { recursive: true, mode: 0o700 });
      const aside = join(storeOf(lane.from).root, "BackupStore", "Temp", `ack-${lane.module}-from-${lane.to}`);
      writeDurably(ackPath(lane), `${JSON.stringify(ack)}\n`, aside);
    },
    partnerWord: async (lane) => {
      const text = textOf(ackPath(lane));
      if (text === null) return null;
      const ack = readAck(text);
      if (ack === null) throw new Fault("ack-unreadable", "The partner's ack cannot be read.", ackPath(lane));
      return ack;
    },
  };

  function moduleFolder(at: PoolFqdn, lane: Lane): string {
    return join(storeOf(at).root, "BackupStore", lane.module);
  }
  function packagesFolder(lane: Lane): string {
    return join(moduleFolder(lane.to, lane), `from-${lane.from}`);
  }
  function tempFolder(lane: Lane): string {
    return join(storeOf(lane.to).root, "BackupStore", "Temp");
  }
  function ackPath(lane: Lane): string {
    return join(moduleFolder(lane.from, lane), `ack-from-${lane.to}.json`);
  }
}

function stagingName(lane: Lane, id: PackageId | null): string {
  return `${lane.module}-from-${lane.from}-${id === null ? "" : packageName(id)}`;
}

function incoming(folder: string): readonly PackageId[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const id = packageOf(name);
      return id === null ? [] : [id];
    })
    .sort(comparePackages);
}

/** Out of sight first, by rename: a half-removed package must never look like a published one. */
function remove(folder: string, aside: string): void {
  if (!existsSync(folder)) return;
  rmSync(aside, { recursive: true, force: true });
  renameSync(folder, aside);
  rmSync(aside, { recursive: true, force: true });
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return null;
    throw thrown;
  }
}
