import { CMS_DOCUMENTS, holdAgainst, type Standing, type Strange } from "#lib/domain/cms-document.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { NewEntry, UserStore } from "#lib/ports/user-store.ts";
import type { ReadPublished } from "./module.ts";

const HOW = {
  foreign: "was never published",
  altered: "says something else than what was published under its number",
  later: "has a number that was never given",
} as const satisfies Record<Strange["how"], string>;

/** The documents that stand, held against what the service published. */
export async function standingOf({ documents }: UserStore, published: ReadPublished): Promise<Standing> {
  // Documents first: each issue is in the ledger before it stands, so none of ours can look foreign.
  const standing = await documents.standing();
  return holdAgainst(await published(), standing);
}

/** The incident of documents that nobody of us put there; null when there is none. */
export function strangeFault(strange: readonly Strange[]): Fault | null {
  const [first] = strange;
  if (first === undefined) return null;
  const more = strange.length === 1 ? "" : ` So it is with ${strange.length - 1} more.`;
  const sentence = `Document ${first.name} ${HOW[first.how]}.${more}`;
  return new Fault("document-not-published", sentence, `${CMS_DOCUMENTS} ${first.name}`);
}

/** Keys are written like those of rows. */
export function keyOf(name: string): string {
  return JSON.stringify([name]);
}

export function entryOf({ name, content }: { readonly name: string; readonly content: string }): NewEntry {
  return { table: CMS_DOCUMENTS, key: keyOf(name), bytes: Buffer.byteLength(content) };
}
