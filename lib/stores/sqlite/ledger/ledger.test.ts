import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerPlace, ledgerContract } from "#lib/ports/ledger.contract.ts";
import { openLedger } from "./open-ledger.ts";

async function makePlace(): Promise<LedgerPlace> {
  const folder = await mkdtemp(join(tmpdir(), "pairkeeper-ledger-"));
  let now = 0;
  const clock = { now: () => ++now };
  return {
    open: async () => {
      const ledger = await openLedger(join(folder, "ledger.db"), clock);
      return {
        ...ledger,
        audit: async () => {
          const rows = await ledger.database.selectFrom("audit").selectAll().orderBy("n").execute();
          return rows.map(({ actor, action, before_json: before, after_json: after }) => ({
            actor,
            action,
            before: JSON.parse(before ?? "null"),
            after: JSON.parse(after ?? "null"),
          }));
        },
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

ledgerContract(makePlace);
