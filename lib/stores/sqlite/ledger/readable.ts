import { Problem } from "#lib/domain/problem.ts";

/** Reads a part of the ledger that was written as JSON. Throws Problem "ledger-damaged", with its name, when it cannot be read. */
export function readable<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new Problem(
      "ledger-damaged",
      `The ledger's ${what} cannot be read.`,
      "Stop the service and put the last good copy of the ledger back: npm run ledger -- restore newest.",
    );
  }
}
