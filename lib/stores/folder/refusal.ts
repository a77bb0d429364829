import { codeOf } from "#lib/disk/read-through.ts";

export const COLLIDES =
  "Another item of that folder has the same name for this file store: it differs in case or in writing alone.";

/** Why a file store cannot hold a name; null for everything that is no matter of the name (DESIGN L12). */
export function refusalOf(thrown: unknown): string | null {
  switch (codeOf(thrown)) {
    case "ENAMETOOLONG":
      return "The name is too long for this file store.";
    case "EILSEQ":
    case "EINVAL":
      return "This file store cannot hold a name with these characters.";
    default:
      return null;
  }
}
