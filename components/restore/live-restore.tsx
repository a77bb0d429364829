"use client";

import Link from "next/link";
import { type Believed, useBelieved } from "#components/live/use-believed.ts";
import { Freshness } from "#components/shell/freshness.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { restorePath } from "#components/status/paths.ts";
import { type RestoreCase, type RestoreWay, restoreCases } from "#components/status/restore-case.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RestoreAmounts } from "./amount-words.ts";
import { NothingLost, RestorePanel } from "./restore-panel.tsx";
import { restoreTitle } from "./restore-words.ts";
import type { AskRestore } from "./way-form.tsx";

type Props = {
  readonly pool: PoolFqdn;
  /** The module of the address; the worst one where it names none that lost something. */
  readonly module: string | null;
  readonly amounts: RestoreAmounts;
  readonly ask: AskRestore;
  readonly needs: Readonly<Record<RestoreWay, string | null>>;
};

/** What of a pool wants to be restored, as it may be believed right now. */
export function LiveRestore(props: Props) {
  const believed = useBelieved();
  return believed === null ? (
    <p className="text-soft">Nothing has been heard yet.</p>
  ) : (
    <OfPool believed={believed} {...props} />
  );
}

function OfPool({ believed, pool, module, amounts, ask, needs }: Props & { readonly believed: Believed }) {
  const { snapshot, hearing, saysAt } = believed;
  const pair = snapshot.Pairs.find(({ A, B }) => A === pool || B === pool);
  const cases = pair === undefined ? [] : restoreCases(pair, pool);
  const one = cases.find((each) => each.module === module) ?? cases[0];
  const modules = pair?.Directions.find(({ From }) => From === pool)?.Status.BackupModules ?? [];
  const isKnown = modules.length > 0 && modules.every(({ ExportStatus }) => ExportStatus !== "Unknown");
  return (
    <div className="mx-auto grid max-w-[47.5rem] gap-3">
      <PageTop>
        <Freshness hearing={hearing} at={saysAt} />
      </PageTop>
      {one === undefined ? (
        <NothingLost pool={pool} isKnown={isKnown} />
      ) : (
        <RestorePanel
          key={`${one.module} ${one.is}`}
          one={one}
          amount={amounts[one.module] ?? null}
          ask={ask}
          needs={needs}
        />
      )}
      {one !== undefined && <Others all={cases.filter((each) => isAnother(each, one))} />}
    </div>
  );
}

/** A whole store that is lost is one case, however many modules it holds. */
function isAnother(each: RestoreCase, one: RestoreCase): boolean {
  return each.module !== one.module && !(each.is === "whole-store" && one.is === "whole-store");
}

function Others({ all }: { readonly all: readonly RestoreCase[] }) {
  if (all.length === 0) return null;
  return (
    <nav aria-label="What else is lost" className="px-1 text-sm">
      <ul className="grid gap-1.5">
        {all.map((each) => (
          <li key={each.module}>
            <Link href={restorePath(each.pool, each.module)} className={TEXT_LINK}>
              {restoreTitle(each)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
