import type { ModuleName } from "#lib/domain/backup-module.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { FileItem, Manifest } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { MOST_QUARANTINED_A_PACKAGE, type Quarantined } from "#lib/domain/quarantine.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FileStore, PlacedFile, Refused } from "#lib/ports/file-store.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { CONTENT } from "./notes.ts";
import { TrashBin } from "./trash-bin.ts";

/**
 * Imports files and folders into the standby content of `home`. Each item arrives or leaves by rename and applying twice is
 * applying once, so a crash anywhere begins the package again; it is durable before the position says so.
 */
export function filesImport(module: ModuleName, files: FileStore, store: UserStore, clock: Clock): ImportSide {
  const trash = new TrashBin(files, clock);
  return {
    check: async (home) => {
      await store.check(); // the positions are kept there
      await files.checkDataSet(home);
      await trash.empty(home);
    },
    apply: async (home, received, _position, getsOn) => {
      const { items, gone, oldest } = contentOf(received.manifest, module);
      for (const part of received.manifest.parts) {
        await received.verifyPart(part);
        getsOn();
      }
      const name = `${trash.nameAt(clock.now())}-${received.ref.epoch}-${received.ref.seq}`;
      const folders = items.filter((item) => item.is === "folder");
      const refused = await files.place(home, folders, placedFiles(items, received), name, getsOn);
      await checkCount(store, module, received.manifest.lane.from, refused);
      await files.discard(home, gone, name);
      getsOn();
      await files.sync();
      await judge(store, module, received.manifest.lane.from, refused, oldest, [
        ...items.map((one) => one.path),
        ...gone,
      ]);
    },
  };
}

type Content = {
  readonly items: readonly FileItem[];
  readonly gone: readonly string[];
  /** First time of the batch that carries an item. */
  readonly oldest: (path: string) => string;
};

function contentOf(manifest: Manifest, module: ModuleName): Content {
  const items: FileItem[] = [];
  const gone: string[] = [];
  for (const batch of manifest.batches) {
    if (batch.is === "files") items.push(...batch.items);
    else if (batch.is === "files-gone") gone.push(...batch.paths);
    else throw new Fault("package-damaged", `A package of ${module} holds no files.`);
  }
  const oldest = (path: string) =>
    manifest.batches.find((batch) => batch.is === "files" && batch.items.some((item) => item.path === path))
      ?.oldestAt ?? manifest.cutOff;
  return { items, gone, oldest };
}

function placedFiles(items: readonly FileItem[], received: Received): PlacedFile[] {
  const parts = new Map(received.manifest.parts.map((part) => [part.name, part]));
  return items.flatMap((item) => {
    if (item.is === "folder") return [];
    const part = parts.get(item.part);
    if (!part) throw new Fault("package-damaged", `A package names part ${item.part} and holds none.`, item.path);
    const { path, mode } = item;
    return [{ path, mode, mtimeNs: BigInt(item.mtimeNs), sha256: part.sha256, staged: received.partPath(part.name) }];
  });
}

/** Faults when a package brought too many (DESIGN L12); what was held before it and is only tried again is not its own. */
async function checkCount(
  { book }: UserStore,
  module: ModuleName,
  from: PoolFqdn,
  refused: readonly Refused[],
): Promise<void> {
  if (refused.length <= MOST_QUARANTINED_A_PACKAGE) return;
  const paths = refused.map((one) => one.path);
  const held = await book.held(module, from, CONTENT, paths);
  const own = paths.filter((path) => !held.has(path));
  if (own.length <= MOST_QUARANTINED_A_PACKAGE) return;
  const sentence = `The file store refused ${own.length} names of one package.`;
  throw new Fault("too-many-quarantined", sentence, own[0] ?? null);
}

/** Refusals are recorded by name; what was applied since is refused no longer (DESIGN L12). */
async function judge(
  { book }: UserStore,
  module: ModuleName,
  from: PoolFqdn,
  refused: readonly Refused[],
  oldest: (path: string) => string,
  touched: readonly string[],
): Promise<void> {
  if (refused.length === 0 && (await book.quarantine(module, from)).items === 0) return;
  const held = new Set(refused.map((one) => one.path));
  const quarantined = refused.map(
    ({ path, sentence }): Quarantined => ({
      table: CONTENT,
      key: path,
      code: "name-refused",
      sentence,
      since: oldest(path),
    }),
  );
  const settled = touched.filter((path) => !held.has(path)).map((key) => ({ table: CONTENT, key }));
  await book.judge(module, from, quarantined, settled);
}
