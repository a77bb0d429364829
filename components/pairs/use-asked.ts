import { useCallback, useState } from "react";
import type { Told } from "#components/live/told.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import { type Asked, withAsked } from "./asked.ts";
import type { SyncDoor } from "./sync-now.ts";

/** What was asked for on this page, and the pairs with it until the server knows of it (D16). */
export function useAsked(): {
  readonly setAsked: SyncDoor["setAsked"];
  readonly known: (told: Told) => Snapshot;
} {
  const [asked, setAll] = useState<readonly Asked[]>([]);
  const setAsked: SyncDoor["setAsked"] = (pool, latest) =>
    setAll((all) => [...all.filter((one) => one.pool !== pool), ...(latest === null ? [] : [latest])]);
  const known = useCallback(({ snapshot, askedAt }: Told) => withAsked(snapshot, asked, askedAt), [asked]);
  return { setAsked, known };
}
