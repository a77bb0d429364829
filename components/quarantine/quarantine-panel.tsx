"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { LIVE_KEY } from "#components/live/live-key.ts";
import { counted } from "#components/status/amount.ts";
import { runPath } from "#components/status/paths.ts";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { usePress } from "#components/ui/use-press.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { QuarantinedView } from "#lib/domain/quarantine-view.ts";
import type { Asked, QuarantineDoor } from "./quarantine-door.ts";
import { quarantineQuery } from "./quarantine-query.ts";
import { heldWords } from "./quarantine-words.ts";
import { QuarantinedItem } from "./quarantined-item.tsx";
import { SkipDialog } from "./skip-dialog.tsx";

type Props = {
  readonly from: PoolFqdn;
  readonly to: PoolFqdn;
  readonly module: ModuleName;
  readonly door: QuarantineDoor;
};

/** Items that the partner refused, by name, and what a person may do about each and about all (A6); nothing where there is none. */
export function QuarantinePanel({ from, to, module, door }: Props) {
  const client = useQueryClient();
  const { data } = useQuery(quarantineQuery(from, module));
  const [runs, setRuns] = useState<readonly string[]>([]);
  const [skipping, setSkipping] = useState<readonly QuarantinedView[]>([]);
  const asked = (told: Asked) => {
    setRuns(told.runs);
    void client.invalidateQueries({ queryKey: LIVE_KEY });
  };
  const retry = usePress((ids: readonly string[]) => door.retry(from, ids), asked);
  const { QuarantinedItems: items, NotNamed } = data ?? { QuarantinedItems: [], NotNamed: 0 };
  if (items.length === 0 && runs.length === 0) return null;
  const open = items.filter(({ Skipped }) => Skipped === null);
  const tellable = open.filter(({ NextTryAt }) => NextTryAt !== null);
  const may = {
    retry: door.retryNeeds === null ? (item: QuarantinedView) => retry.press([item.Id]) : null,
    skip: door.skipNeeds === null ? (item: QuarantinedView) => setSkipping([item]) : null,
    isPending: retry.isPending,
  };
  return (
    <Panel label="Refused" tone={open.length > 0 || NotNamed > 0 ? "warn" : "calm"}>
      <h2 className="font-semibold text-base">
        {items.length === 0 ? `${shortName(to)} refuses nothing now` : heldWords(items, NotNamed, to)}
      </h2>
      <p className="text-pretty text-sm text-soft">
        Each is held and named until it arrives or is gone: this copy is never Final before that. Everything else goes
        on.
      </p>
      {open.length > 1 && (
        <div className="flex flex-wrap gap-2.5">
          {may.retry !== null && tellable.length > 0 && (
            <button
              type="button"
              aria-disabled={retry.isPending}
              onClick={() => retry.press(tellable.map(({ Id }) => Id))}
              className={PLAIN}
            >
              Retry all now
            </button>
          )}
          {may.skip !== null && (
            <button type="button" onClick={() => setSkipping(open)} className={PLAIN}>
              Skip all
            </button>
          )}
        </div>
      )}
      <Refused refusal={retry.refusal} fields={[]} />
      <Runs ids={runs} />
      <ul className="grid border-line border-t">
        {items.map((item) => (
          <QuarantinedItem key={item.Id} item={item} may={may} />
        ))}
      </ul>
      {NotNamed > 0 && (
        <p className="text-2xs text-soft">
          {counted(NotNamed, { one: "more is", many: "more are" })} held and not named: each has its turn.
        </p>
      )}
      <Needs door={door} />
      {skipping.length > 0 && (
        <SkipDialog from={from} to={to} items={skipping} door={door} close={() => setSkipping([])} done={asked} />
      )}
    </Panel>
  );
}

/** What a press led to: a run of its own, with its receipt. */
function Runs({ ids }: { readonly ids: readonly string[] }) {
  return (
    <p role="status" className="flex flex-wrap gap-x-4 text-sm empty:hidden">
      {ids.map((id) => (
        <Link key={id} href={runPath(id)} className={`inline-flex min-h-8 items-center ${TEXT_LINK}`}>
          Asked for: see what came of it
        </Link>
      ))}
    </p>
  );
}

function Needs({ door: { retryNeeds, skipNeeds } }: { readonly door: QuarantineDoor }) {
  if (retryNeeds !== null)
    return <p className="text-2xs text-soft">To retry an item needs the role {retryNeeds}, to skip one restorer.</p>;
  if (skipNeeds !== null) return <p className="text-2xs text-soft">To skip an item needs the role {skipNeeds}.</p>;
  return null;
}
