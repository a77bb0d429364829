import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { RequestView } from "#lib/domain/request-view.ts";
import type { RunView } from "#lib/domain/run-view.ts";

/** How far a part is: sent, and known to be there; both of all that it counted. */
export type Share = { readonly sent: number; readonly there: number };

/** The shares of a run's parts. */
export type Shares = Readonly<Partial<Record<ModuleName, Share>>>;

const NOTHING: Share = { sent: 0, there: 0 };

/** How far each part is by what it told, and never less than it was shown before: an engine that begins anew counts anew. */
export function forward(before: Shares, { Modules }: Pick<RequestView, "Modules">): Shares {
  const now = Object.fromEntries(Modules.map((part) => [part.Identity, shareOf(part)]));
  return farther(before, now);
}

/** Of two accounts of the same run, for each part the one that is farther. */
export function farther(a: Shares, b: Shares): Shares {
  const modules = [...new Set([...Object.keys(a), ...Object.keys(b)])] as ModuleName[];
  return Object.fromEntries(
    modules.map((name) => {
      const [one, other] = [a[name] ?? NOTHING, b[name] ?? NOTHING];
      return [name, { sent: Math.max(one.sent, other.sent), there: Math.max(one.there, other.there) }];
    }),
  );
}

function shareOf({ TotalItems, SentItems, AckedItems, End }: RunView): Share {
  if (End === "done") return { sent: 1, there: 1 };
  const of = (items: number | null) =>
    TotalItems === null || TotalItems === 0 || items === null ? 0 : Math.min(1, Math.max(0, items / TotalItems));
  return { sent: of(SentItems), there: of(AckedItems) };
}
