import type { ModuleName } from "#lib/domain/backup-module.ts";
import { CONTENT } from "#lib/domain/content.ts";
import { Fault } from "#lib/domain/fault.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { packageName } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { MOST_QUARANTINED_A_PACKAGE, type Refusal } from "#lib/domain/quarantine.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FileStore, Refused } from "#lib/ports/file-store.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { type Content, contentOf, pathsOf } from "./package-content.ts";
import { checkStanding } from "./standing.ts";
import { TrashBin } from "./trash-bin.ts";

/**
 * Imports files and folders into the standby content of `home`. Each item arrives or leaves by rename and applying twice is
 * applying once, so a crash anywhere begins the package again; it is durable before the position says so.
 */
export function filesImport(
  module: ModuleName,
  files: FileStore,
  store: UserStore,
  clock: Clock,
): Pick<ImportSide, "check" | "apply"> {
  const trash = new TrashBin(files, clock);
  return {
    check: async (home) => {
      await store.check(); // the positions are kept there
      await checkStanding({ files, store, module }, home);
      await trash.empty(home);
    },
    apply: async (home, received, _position, getsOn) => {
      const content = contentOf(received, module);
      const { gone } = content;
      const name = `${trash.nameAt(clock.now())}-${received.ref.epoch}-${received.ref.seq}`;
      const refused = await files.place(home, content.folders, content.parts, name, getsOn);
      await checkCount(store, module, received.manifest.lane.from, refused);
      if (gone.length > 0) await files.discard(home, gone, name);
      getsOn();
      await files.sync();
      await judge(store, module, received, refused, content, isoInstant(clock.now()));
    },
  };
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

/** Refusals are recorded by name, with the first time of their batch; what was applied since is refused no longer (DESIGN L12). */
async function judge(
  { book }: UserStore,
  module: ModuleName,
  { manifest, ref }: Received,
  refused: readonly Refused[],
  { batches, gone }: Content,
  triedAt: string,
): Promise<void> {
  const { from } = manifest.lane;
  if (refused.length === 0 && (await book.quarantine(module, from)).items === 0) return;
  const times = new Map<string, string>();
  for (const batch of batches) for (const path of pathsOf(batch)) times.set(path, batch.oldestAt);
  const held = new Set(refused.map((one) => one.path));
  const quarantined = refused.map(
    ({ path, sentence }): Refusal => ({
      table: CONTENT,
      key: path,
      code: "name-refused",
      sentence,
      since: times.get(path) ?? manifest.cutOff,
      triedIn: packageName(ref),
      triedAt,
    }),
  );
  const settled = [...times.keys(), ...gone].filter((path) => !held.has(path));
  await book.judge(
    module,
    from,
    quarantined,
    settled.map((key) => ({ table: CONTENT, key })),
  );
}
