"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useElapsed } from "#components/live/use-elapsed.ts";
import { Freshness } from "#components/shell/freshness.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { FaceView } from "#lib/domain/direction-status.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import { heldQuery, type ToldHeld } from "./held-query.ts";
import { HeldSet, type Rights } from "./held-set.tsx";

type Props = {
  readonly pool: PoolFqdn;
  /** The sets that came with the page, and the moment. */
  readonly sets: readonly ToldHeld[];
  readonly toldAt: string;
  readonly faces: readonly FaceView[];
  readonly rights: Rights;
};

/**
 * What the guard holds back of a pool. The set under the button is never changed under the reader's eyes: when another one is
 * held by now, that is told, and shown on a press.
 */
export function LiveHeld({ pool, sets, toldAt, faces, rights }: Props) {
  const { data } = useQuery(heldQuery(pool));
  const [shown, setShown] = useState(sets);
  const [came, setCame] = useState(sets);
  if (came !== sets) {
    // The server sent the page again, after a press: that is what is read now.
    setCame(sets);
    setShown(sets);
  }
  const { hearing } = useElapsed(data?.askedAt ?? null);
  const now = data?.sets ?? sets;
  return (
    <div className="mx-auto grid max-w-[47.5rem] gap-3">
      <PageTop>
        <Freshness hearing={hearing} at={newest(now) ?? toldAt} />
      </PageTop>
      <Panel label="Held deletions" tone={shown.length > 0 ? "warn" : "calm"}>
        <header className="grid gap-1.5">
          <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">
            {shown.length > 0 ? `Held deletions of ${shortName(pool)}` : `No deletions of ${shortName(pool)} are held`}
          </h1>
          <p className="text-pretty text-sm text-soft">
            {shown.length > 0
              ? "So much was deleted at once that it may be a loss. None of it has left: the standby still holds everything. Everything else goes on."
              : "Whatever is deleted there leaves by itself. When much is deleted at once, it is held here until a person decides."}
          </p>
        </header>
        {!isSame(shown, now) && <Changed show={() => setShown(now)} />}
        {shown.map((set) => (
          <HeldSet key={set.BackupModule} set={set} faces={faces} rights={rights} />
        ))}
      </Panel>
    </div>
  );
}

function Changed({ show }: { readonly show: () => void }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-warn-line bg-warn-bg px-4 py-3 text-sm"
    >
      What is held is another set by now.
      <button type="button" onClick={show} className="min-h-10 rounded-lg border border-edge bg-panel px-3 text-ink">
        Show it
      </button>
    </div>
  );
}

function isSame(a: readonly ToldHeld[], b: readonly ToldHeld[]): boolean {
  const names = (sets: readonly ToldHeld[]) => sets.map(({ BackupModule, Token }) => `${BackupModule} ${Token}`).join();
  return names(a) === names(b);
}

function newest(sets: readonly ToldHeld[]): string | null {
  return (
    sets
      .map(({ AsOf }) => AsOf)
      .sort()
      .at(-1) ?? null
  );
}
