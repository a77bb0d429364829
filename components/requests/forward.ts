import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { ToldPart, ToldRun } from "./told-run.ts";

/** How far a part is: sent, and known to be there; both of all that it counted. */
export type Share = { readonly sent: number; readonly there: number };

/** The shares of a run's parts. */
export type Shares = Readonly<Partial<Record<ModuleName, Share>>>;

const NOTHING: Share = { sent: 0, there: 0 };

/** How far each part is by what it told, and never less than it was shown before: an engine that begins anew counts anew. */
export function forward(before: Shares, { Modules }: Pick<ToldRun, "Modules">): Shares {
  return Object.fromEntries(
    Modules.map((part) => {
      const [now, was] = [shareOf(part), before[part.Identity] ?? NOTHING];
      return [part.Identity, { sent: Math.max(was.sent, now.sent), there: Math.max(was.there, now.there) }];
    }),
  );
}

function shareOf({ TotalItems, SentItems, AckedItems, End }: ToldPart): Share {
  if (End === "done") return { sent: 1, there: 1 };
  const of = (items: number | null) =>
    TotalItems === null || TotalItems === 0 || items === null ? 0 : Math.min(1, Math.max(0, items / TotalItems));
  return { sent: of(SentItems), there: of(AckedItems) };
}
