import { restartReason, type StartedWith } from "#lib/engine/procedures/restart-reason.ts";
import type { EngineLedger, TopologyLedger } from "#lib/ports/ledger.ts";

/** The engine's ledger; whenever the engine asks what is open, it is seen too whether it has to begin anew. */
export function watchForRestart(
  ledger: EngineLedger,
  { stores }: Pick<TopologyLedger, "stores">,
  started: StartedWith,
  tell: (reason: string) => void,
): EngineLedger {
  return {
    ...ledger,
    openRequests: async () => {
      const open = await ledger.openRequests();
      const reason = restartReason(started, {
        topology: await ledger.topology(),
        pairings: await ledger.pairings(),
        stores: await stores(),
        open,
      });
      if (reason !== null) tell(reason);
      return open;
    },
  };
}
