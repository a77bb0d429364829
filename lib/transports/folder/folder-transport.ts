import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "#lib/disk/durable.ts";
import { inStore } from "#lib/domain/fault.ts";
import type { Lane } from "#lib/domain/lane.ts";
import { comparePackages, type PackageId, packageName, packageOf } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Transport } from "#lib/ports/transport.ts";
import { readAsk, readCompareAsk, writeAsk, writeCompareAsk } from "./ask.ts";
import { makeBelow } from "./make-below.ts";
import { readInventory, readRanges } from "./read-inventory.ts";
import { readWord } from "./read-word.ts";
import { receive } from "./receive.ts";
import { sealed } from "./sealed-text.ts";
import { stage } from "./stage.ts";
import { writeInventory, writeRanges } from "./write-inventory.ts";

/** Where a pool's file store is, and a check that it is the right one; done before each write into it (DESIGN L9). */
export type StoreAccess = { readonly root: string; readonly check: () => Promise<void> };

/** Packages and acks as folders and files in the two pools' BackupStores (DESIGN 5). */
export function folderTransport(storeOf: (pool: PoolFqdn) => StoreAccess): Transport {
  return {
    stage: async (lane, id) => {
      const staging = await within(lane.to, () =>
        stage(temp(lane.to), stagingName(lane, id), packagesFolder(lane), packageName(id)),
      );
      return {
        ...staging,
        writePart: (name, bytes) => written(lane.to, () => staging.writePart(name, bytes)),
        seal: (manifest) => written(lane.to, () => staging.seal(manifest)),
        publish: () => written(lane.to, () => staging.publish()),
      };
    },
    incoming: async (lane) => incoming(packagesFolder(lane)),
    receive: async (lane, id) => receive(join(packagesFolder(lane), packageName(id))),
    remove: async (lane, id) => {
      await storeOf(lane.to).check();
      remove(join(packagesFolder(lane), packageName(id)), join(temp(lane.to), `gone-${stagingName(lane, id)}`));
    },
    sweep: async (lane) => {
      await storeOf(lane.to).check();
      const own = stagingName(lane, null);
      for (const name of readdirSync(temp(lane.to))) {
        if (name.startsWith(own) || name.startsWith(`gone-${own}`)) {
          rmSync(join(temp(lane.to), name), { recursive: true, force: true });
        }
      }
    },
    sayWord: (lane, ack) =>
      within(lane.from, () => {
        makeBelow(backupStore(lane.from), lane.module);
        const aside = join(temp(lane.from), `ack-${lane.module}-from-${lane.to}`);
        writeDurably(ackPath(lane), sealed(ack), aside);
      }),
    ask: (lane, ask) =>
      within(lane.to, () => {
        makeBelow(backupStore(lane.to), lane.module, `from-${lane.from}`);
        writeAsk(packagesFolder(lane), join(temp(lane.to), `${stagingName(lane, null)}request`), ask);
      }),
    asked: async (lane) => readAsk(packagesFolder(lane)),
    answer: (lane, face, pages) =>
      within(lane.from, (check) => {
        const folder = makeBelow(backupStore(lane.from), lane.module);
        const name = `${answersName(lane)}${face.dataSet}.jsonl`;
        return writeInventory(join(folder, name), join(temp(lane.from), `${lane.module}-${name}`), face, pages, check);
      }),
    inventory: (lane, face) =>
      readInventory(join(moduleFolder(lane.from, lane), `${answersName(lane)}${face.dataSet}.jsonl`), face),
    forgetAnswers: async (lane) => {
      await storeOf(lane.from).check();
      removeAll(moduleFolder(lane.from, lane), answersName(lane));
      removeAll(temp(lane.from), `${lane.module}-${answersName(lane)}`);
    },
    askCompare: (lane, ask) =>
      within(lane.to, () => {
        makeBelow(backupStore(lane.to), lane.module, `from-${lane.from}`);
        writeCompareAsk(packagesFolder(lane), join(temp(lane.to), `${stagingName(lane, null)}compare`), ask);
      }),
    askedCompare: async (lane) => readCompareAsk(packagesFolder(lane)),
    tellRanges: (lane, face, ranges) =>
      within(lane.from, (check) => {
        const folder = makeBelow(backupStore(lane.from), lane.module);
        const name = rangesName(lane);
        return writeRanges(join(folder, name), join(temp(lane.from), `${lane.module}-${name}`), face, ranges, check);
      }),
    ranges: (lane, face) => readRanges(join(moduleFolder(lane.from, lane), rangesName(lane)), face),
    forgetRanges: async (lane) => {
      await storeOf(lane.from).check();
      removeAll(moduleFolder(lane.from, lane), rangesName(lane));
      removeAll(temp(lane.from), `${lane.module}-${rangesName(lane)}`);
    },
    partnerWord: async (lane) => readWord(ackPath(lane)),
  };

  /** Writes into a pool's file store, which is the right one. */
  function within<T>(pool: PoolFqdn, work: (check: StoreAccess["check"]) => T | Promise<T>): Promise<T> {
    const { check } = storeOf(pool);
    return written(pool, async () => {
      await check();
      return work(check);
    });
  }
  function written<T>(pool: PoolFqdn, work: () => T | Promise<T>): Promise<T> {
    return inStore(`The file store of ${pool}`, storeOf(pool).root, work);
  }
  function backupStore(at: PoolFqdn): string {
    return join(storeOf(at).root, "BackupStore");
  }
  function moduleFolder(at: PoolFqdn, lane: Lane): string {
    return join(backupStore(at), lane.module);
  }
  function packagesFolder(lane: Lane): string {
    return join(moduleFolder(lane.to, lane), `from-${lane.from}`);
  }
  function temp(at: PoolFqdn): string {
    return join(backupStore(at), "Temp");
  }
  function ackPath(lane: Lane): string {
    return join(moduleFolder(lane.from, lane), `ack-from-${lane.to}.json`);
  }
}

function stagingName(lane: Lane, id: PackageId | null): string {
  return `${lane.module}-from-${lane.from}-${id === null ? "" : packageName(id)}`;
}

/** The importer's answers are beside its ack, one a data set. */
function answersName(lane: Lane): string {
  return `inventory-from-${lane.to}-of-`;
}

function rangesName(lane: Lane): string {
  return `ranges-from-${lane.to}.jsonl`;
}

function removeAll(folder: string, prefix: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (name.startsWith(prefix)) rmSync(join(folder, name), { force: true });
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
