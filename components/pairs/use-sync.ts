import { useMutation, useQueryClient } from "@tanstack/react-query";
import { PAIRS_KEY } from "#components/live/pairs-query.ts";
import { readClocks } from "#components/live/told.ts";
import { useTurn } from "#components/ui/use-turn.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { SyncAnswer, SyncDoor } from "./sync-now.ts";

const UNHEARD: SyncAnswer = {
  ok: false,
  sentence: "The server did not answer, so it is not known whether the sync was asked for.",
  hint: "Press again when it is back, or reload the page: the same sync twice does no harm.",
};

/** A server that hangs must not leave the button hanging. */
const PATIENCE_MS = 10_000;

function unheardAfter(ms: number): Promise<SyncAnswer> {
  return new Promise((resolve) => setTimeout(() => resolve(UNHEARD), ms));
}

type Wanted = { readonly module: ModuleName | "All"; readonly why: string };

/** Asks for a sync, and has the page look again at once. */
export function useSync(pool: PoolFqdn, { syncNow, setAsked }: SyncDoor) {
  const client = useQueryClient();
  const turn = useTurn();
  const { mutate, isPending, data } = useMutation({
    networkMode: "always",
    mutationFn: ({ module, why }: Wanted) =>
      Promise.race([syncNow(pool, module, why), unheardAfter(PATIENCE_MS)]).catch(() => UNHEARD),
    onMutate: ({ module }) => setAsked(pool, { pool, module, acceptedAt: null }),
    onSuccess: (answer, { module }) => setAsked(pool, answer.ok ? { pool, module, acceptedAt: readClocks() } : null),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: PAIRS_KEY });
      turn.leave();
    },
  });
  const press = (module: Wanted["module"], why = "") => {
    if (turn.take()) mutate({ module, why });
  };
  return { press, isPending, answer: data ?? null };
}
