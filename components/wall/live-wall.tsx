"use client";

import { useEffect, useState } from "react";
import { readClocks, type Told } from "#components/pairs/told.ts";
import { useElapsed } from "#components/pairs/use-elapsed.ts";
import { Alive } from "#components/shell/alive.tsx";
import type { Snapshot } from "#components/status/snapshot.ts";
import { aged } from "#lib/domain/ageing.ts";
import { WallView } from "./wall-view.tsx";

/** The wall as it may be believed right now. */
export function LiveWall({ first }: { readonly first: Snapshot }) {
  const [told, setTold] = useState<Told>({ snapshot: first, askedAt: null });
  useEffect(() => {
    const timer = setInterval(async () => {
      const askedAt = readClocks();
      try {
        const answer = await fetch("/api/v1/pairs", { cache: "no-store" });
        if (answer.ok) setTold({ snapshot: await answer.json(), askedAt });
      } catch {}
    }, 2000);
    return () => clearInterval(timer);
  }, []);
  const { ms, hearing, isAlive } = useElapsed(told.askedAt);
  return (
    <Alive isAlive={isAlive}>
      <WallView snapshot={aged(told.snapshot, ms)} hearing={hearing} ageMs={ms} toldAt={told.snapshot.Now} />
    </Alive>
  );
}
