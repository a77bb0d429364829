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
    close: remove,
  };
});
