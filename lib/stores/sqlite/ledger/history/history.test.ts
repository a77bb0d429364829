import { sql } from "kysely";
import { historyContract } from "#lib/ports/history.contract.ts";
import { openTempLedger } from "#lib/testkit/temp-ledger.ts";

historyContract(async (now) => {
  const { ledger, remove } = await openTempLedger({ now });
  return {
    ...ledger,
    rows: async () => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from samples`.execute(ledger.database);
      return rows[0]?.n ?? 0;
    },
    oldestRaw: async () => {
      const { rows } = await sql<{ at: number | null }>`select min(at) as at from samples where tier = 0`.execute(
        ledger.database,
      );
      return rows[0]?.at ?? null;
    },
    close: remove,
  };
});
