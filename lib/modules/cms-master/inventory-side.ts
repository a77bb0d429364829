import { hash } from "node:crypto";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { CMS_DOCUMENTS, type CmsDocument } from "#lib/domain/cms-document.ts";
import { type Compared, type InventoryItem, type InventoryPages, NOTHING_COMPARED } from "#lib/domain/inventory.ts";
import type { InventorySide } from "#lib/ports/backup-module.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import type { ReadPublished } from "./module.ts";
import { entryOf, keyOf, standingOf } from "./sound.ts";

/**
 * What two sides compare by. A document that the standby holds and the master does not know is counted, not deleted: its own
 * import tells of it. Nothing is given back: the service publishes anew what its master lacks.
 */
export function documentsInventory(module: ModuleName, store: UserStore, published: ReadPublished): InventorySide {
  const held = async () => {
    await store.check();
    return store.documents.standing();
  };
  /** What the service did not publish is no document of the master's: it is told elsewhere, and never travels. */
  const own = async () => {
    await store.check();
    return (await standingOf(store, published)).sound;
  };
  return {
    take: (home) => pageOf(home === store.pool ? own : held),
    pick: async (home, items) => {
      const keys = new Set(items.map(({ key }) => key));
      const found: InventoryItem[] = [];
      const pages = pageOf(home === store.pool ? own : held);
      for await (const page of pages) found.push(...page.filter(({ key }) => keys.has(key)));
      return found;
    },
    owned: async () => [], // documents are of no pool: who issues them is the topology's to say
    rangeForm: (signature) => signature,
    isSame: (mine, theirs) => mine === theirs,
    sendAgain: async (items, at) => {
      const keys = new Set(items.filter(({ is }) => is !== "extra").map(({ key }) => key));
      const { sound } = await standingOf(store, published);
      const due = sound.filter(({ name }) => keys.has(keyOf(name)));
      if (due.length > 0) await store.book.add(module, due.map(entryOf), at);
    },
    push: async (theirs, at) => {
      const there = new Map<string, string>();
      for await (const page of theirs) for (const { key, signature } of page) there.set(key, signature);
      const { sound } = await standingOf(store, published);
      const due = sound.filter((document) => there.get(keyOf(document.name)) !== signatureOf(document));
      if (due.length > 0) await store.book.add(module, due.map(entryOf), at);
      return compared(sound, due, there);
    },
    checkGivable: () => store.check(),
    takeAsWhole: async () => true,
    giveBack: async () => ({ ...NOTHING_COMPARED, leftAlone: [] }),
    giveBackTrash: async () => 0,
    forgetReturns: async () => {},
  };
}

async function* pageOf(read: () => Promise<readonly CmsDocument[]>): InventoryPages {
  const page = (await read()).map(
    (document): InventoryItem => ({
      table: CMS_DOCUMENTS,
      key: keyOf(document.name),
      signature: signatureOf(document),
    }),
  );
  if (page.length > 0) yield page;
}

function compared(
  sound: readonly CmsDocument[],
  due: readonly CmsDocument[],
  there: ReadonlyMap<string, string>,
): Compared {
  const missing = due.filter(({ name }) => !there.has(keyOf(name))).length;
  return {
    identical: sound.length - due.length,
    missing,
    different: due.length - missing,
    extra: [...there.keys()].filter((key) => !sound.some(({ name }) => keyOf(name) === key)).length,
    bytes: due.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0),
  };
}

function signatureOf({ masterEpoch, version, content }: CmsDocument): string {
  return hash("sha256", `${masterEpoch}.${version} ${content}`);
}
