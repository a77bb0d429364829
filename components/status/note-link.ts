import type { ModuleName } from "#lib/domain/backup-module.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { ReasonCode } from "#lib/domain/reasons.ts";
import { heldPath, restorePath } from "./paths.ts";

/** A button of a banner: a page that solves what the banner tells (A5). */
export type NoteLink = { readonly href: string; readonly label: string };

/** The page that helps against a reason; null where only something outside of the console does. */
export function noteLink(reason: ReasonCode, pool: PoolFqdn, module: ModuleName): NoteLink | null {
  switch (reason) {
    case "deletion-guard":
      return { href: heldPath(pool), label: "See what is held" };
    case "store-lost":
    case "store-rewound":
    case "standby-lost":
      return { href: restorePath(pool, module), label: `Restore ${shortName(pool)}` };
    case "neither-whole":
      return { href: restorePath(pool, module), label: `Adopt ${shortName(pool)}` };
    case "restoring":
      return { href: restorePath(pool, module), label: "See the restore" };
    default:
      return null;
  }
}
