import type { Kind } from "./items.ts";

/** What befalls the stores of a pool for good, until a person sees to it. */
export const MISFORTUNES = [
  "content-folder",
  "content-all",
  "content-marker",
  "foreign-content",
  "standby-folder",
  "standby-marker",
  "standby-files",
  "standby-rows",
  "root-moved",
  "database-gone",
  "database-foreign",
  "database-old",
  "database-and-root",
] as const;
export type Misfortune = (typeof MISFORTUNES)[number];

/** Kinds whose own items it hits, whose copies of the partner's items, and of which the service's own memory is gone. */
export type Hits = {
  readonly own: readonly Kind[];
  readonly copies: readonly Kind[];
  readonly memory: readonly Kind[];
  /** A sync of the partner is leave enough to bring it back. */
  readonly isByItself: boolean;
  /** Nobody looks there: it is found when both sides are compared, and not before. */
  readonly isHidden: boolean;
};

const BOTH: readonly Kind[] = ["rows", "files"];

export function hitsOf(what: Misfortune): Hits {
  switch (what) {
    case "content-folder":
    case "content-all":
    case "content-marker":
    case "foreign-content":
      return { own: ["files"], copies: [], memory: [], isByItself: true, isHidden: false };
    case "standby-folder":
    case "standby-marker":
      return { own: [], copies: ["files"], memory: [], isByItself: false, isHidden: false };
    case "standby-files":
      return { own: [], copies: ["files"], memory: [], isByItself: false, isHidden: true };
    case "standby-rows":
      return { own: [], copies: ["rows"], memory: [], isByItself: false, isHidden: true };
    case "root-moved":
      return { own: ["files"], copies: ["files"], memory: [], isByItself: false, isHidden: false };
    case "database-and-root":
      return { own: BOTH, copies: BOTH, memory: BOTH, isByItself: false, isHidden: false };
    case "database-gone":
    case "database-foreign":
    case "database-old":
      return { own: ["rows"], copies: ["rows"], memory: BOTH, isByItself: false, isHidden: false };
  }
}
