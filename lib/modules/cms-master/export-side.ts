import type { ModuleName } from "#lib/domain/backup-module.ts";
import { CMS_DOCUMENTS, type Standing } from "#lib/domain/cms-document.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { ExportSide, Look } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import type { ReadPublished } from "./module.ts";
import { packDocuments } from "./pack.ts";
import { entryOf, standingOf, strangeFault } from "./sound.ts";

/**
 * Exports what the service published. What it did not publish is an incident: told, not carried, and everything else goes
 * on. Documents are never taken back, so no deletion is ever sent: what is missing is put back by who published it.
 */
export function documentsExport(
  module: ModuleName,
  store: UserStore,
  published: ReadPublished,
  clock: Clock,
): ExportSide {
  return {
    canary: null,
    tables: [CMS_DOCUMENTS],
    look: async (everything) => {
      await store.check();
      const at = clock.now();
      const standing = await standingOf(store, published);
      await takeUp(module, store, standing, everything, at);
      return lookOf(standing, at);
    },
    catchUp: async () => takeUp(module, store, await standingOf(store, published), false, clock.now()),
    pack: (phase, mark, room, staging) => packDocuments({ module, store, published, phase, mark }, room, staging),
    check: async () => {
      await store.check();
      const fault = strangeFault((await standingOf(store, published)).strange);
      if (fault !== null) throw fault;
    },
    noteCompared: async () => {},
    census: async () => (await store.documents.standing()).length,
    findGone: async () => {},
    findRenames: async () => {},
  };
}

function lookOf({ missing, strange }: Standing, at: Instant): Look {
  return {
    at,
    closed: missing.length === 0,
    missed: null,
    ignoredItems: null,
    isShrinking: false,
    fault: strangeFault(strange),
  };
}

async function takeUp(
  module: ModuleName,
  { documents, book }: UserStore,
  { sound }: Standing,
  everything: boolean,
  at: Instant,
): Promise<void> {
  const fresh = everything ? null : await documents.fresh();
  const due = sound.filter(({ name }) => fresh === null || fresh.includes(name));
  if (due.length === 0) return;
  await book.add(module, due.map(entryOf), at);
  await documents.taken(due);
}
