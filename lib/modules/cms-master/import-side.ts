import type { ModuleName } from "#lib/domain/backup-module.ts";
import { CMS_DOCUMENTS, type CmsDocument, holdAgainst } from "#lib/domain/cms-document.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { Batch } from "#lib/domain/package.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { COLUMNS, documentsOf } from "./line.ts";
import { strangeFault } from "./sound.ts";

/**
 * Imports documents: a newer issue is written, an older one never. What stands here and was not received is an incident,
 * which a person ends by deleting it; what was received is put back by itself.
 */
export function documentsImport(module: ModuleName, store: UserStore): ImportSide {
  return {
    check: () => store.check(),
    canary: async () => null,
    apply: async (_home, received, position, getsOn) => {
      const { ref, manifest } = received;
      const documents: CmsDocument[] = [];
      for (const batch of manifest.batches) documents.push(...(await documentsIn(module, batch, received)));
      const working = { ...ref, batchesDone: manifest.batches.length };
      await store.documents.receive(documents, {
        module,
        from: manifest.lane.from,
        position: { applied: position.applied, working },
      });
      getsOn();
    },
    inspect: async () => {
      const known = await store.documents.known();
      await store.documents.put(known);
      const fault = strangeFault(holdAgainst(known, await store.documents.standing()).strange);
      if (fault !== null) throw fault;
    },
    applyReturned: async () => {
      throw new Fault("package-damaged", `A package of ${module} gives back what only the service may publish.`);
    },
    // Whatever is lost with the database is published or received anew: there is nothing to restore.
    stateOf: async () => {
      await store.check();
      return { is: "ok" };
    },
    beginRestore: async () => {},
    endRestore: async () => {},
  };
}

async function documentsIn(module: ModuleName, batch: Batch, received: Received): Promise<readonly CmsDocument[]> {
  if (batch.is !== "rows" || batch.table !== CMS_DOCUMENTS || batch.columns.join() !== COLUMNS.join()) {
    throw new Fault("package-damaged", `A package of ${module} holds something else than documents.`);
  }
  const face = received.manifest.parts.find((one) => one.name === batch.part);
  if (!face) throw new Fault("package-damaged", `A package names part ${batch.part} and holds none.`, batch.part);
  const text = new TextDecoder().decode(await received.readPart(face));
  const documents = documentsOf(text);
  if (documents === null || documents.length !== batch.rows) {
    throw new Fault("package-damaged", `Part ${batch.part} of a package cannot be read.`, batch.part);
  }
  return documents;
}
