/** Why a ledger is not opened, in one sentence; it is left as it was found. Expected, so it is shown without a stack. */
export class LedgerRefused extends Error {
  readonly code = "refused";

  constructor(path: string, why: string, cause?: unknown) {
    super(`The ledger ${path} ${why}.`, { cause });
    this.name = "LedgerRefused";
  }
}
