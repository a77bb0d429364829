import { queryOptions } from "@tanstack/react-query";
import { signInAgain } from "#components/live/sign-in-again.ts";
import { bytes, count, counted } from "#components/status/amount.ts";
import { moduleWords } from "#components/status/module-words.ts";
import { runNoun } from "#components/status/progress.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { FaceView } from "#lib/domain/direction-status.ts";
import { duration } from "#lib/domain/duration.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RequestKind } from "#lib/domain/request.ts";

type ToldModule = {
  readonly Identity: ModuleName;
  readonly PendingItems: number | null;
  readonly PendingBytes: number | null;
  readonly AsOf: string | null;
  readonly SecondsAtLeast: number | null;
  readonly SecondsAtMost: number | null;
};

/** What a sync would do, as the server tells it. */
export type ToldPreview = {
  readonly Modules: readonly ToldModule[];
  readonly Running: readonly {
    readonly Id: string;
    readonly What: RequestKind;
    readonly Modules: readonly ModuleName[];
  }[];
};

const PATIENCE_MS = 5_000;

/** Asked anew while the dialog is open: figures move. */
export function previewQuery(pool: PoolFqdn, module: ModuleName | "All") {
  return queryOptions({
    queryKey: ["sync-preview", pool, module] as const,
    queryFn: async ({ signal }): Promise<ToldPreview> => {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
      const address = `/api/v1/pools/${pool}/sync?backupModule=${encodeURIComponent(module)}`;
      const answer = await fetch(address, { signal: patience, cache: "no-store" });
      if (answer.status === 401) signInAgain();
      if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
      return answer.json();
    },
    refetchInterval: 2_000,
    gcTime: 0,
    networkMode: "always",
    retry: false,
  });
}

/** "12 rows" and "3 files and folders, 608 MB": what waits, module by module. */
export function waitingWords({ Modules }: ToldPreview, faces: readonly FaceView[]): readonly string[] {
  return Modules.map(({ Identity, PendingItems, PendingBytes }) => {
    const { short, item } = moduleWords(Identity, faces);
    if (PendingItems === null) return `${short}: not counted yet`;
    const size = PendingBytes === null || PendingBytes === 0 ? "" : `, ${bytes(PendingBytes)}`;
    return `${short}: ${PendingItems === 0 ? "nothing waits" : `${counted(PendingItems, item)}${size}`}`;
  });
}

/** How long sending what waits takes: a range by what was measured, or that nobody knows. */
export function timeWords({ Modules }: ToldPreview): string {
  const waiting = Modules.filter(({ PendingItems }) => PendingItems !== 0);
  if (waiting.length === 0) return "Comparing the two sides; nothing is known to wait";
  const least = waiting.map(({ SecondsAtLeast }) => SecondsAtLeast);
  const most = waiting.map(({ SecondsAtMost }) => SecondsAtMost);
  const known = (all: readonly (number | null)[]): all is readonly number[] => all.every((one) => one !== null);
  if (!known(least) || !known(most)) return "Not known: no sync of it was measured yet";
  const [from, to] = [Math.max(...least), Math.max(...most)]; // modules go side by side
  const range = from < 1 ? `at most ${duration(to * 1000)}` : `${duration(from * 1000)} to ${duration(to * 1000)}`;
  return `Sending what waits: ${range}, by the last one; comparing the two sides comes on top`;
}

/** What runs already in this direction. */
export function runningWords({ Running }: ToldPreview, faces: readonly FaceView[]): readonly string[] {
  return Running.map(({ What, Modules }) => {
    const names = Modules.map((name) => moduleWords(name, faces).short);
    return `A ${runNoun({ What })} of ${names.length > 3 ? `${count(names.length)} modules` : names.join(", ")}`;
  });
}

/** The same as a command line. */
export function syncLine(pool: PoolFqdn, module: ModuleName | "All"): string {
  return `Invoke-CsBackupServiceSync -PoolFqdn ${pool} -BackupModule ${module}`;
}
