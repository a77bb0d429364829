import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Fault, type FaultCode } from "#lib/domain/fault.ts";
import type { BatchPlace } from "#lib/ports/user-store.ts";
import type { ApplySql } from "./apply-sql.ts";
import { REFUSE } from "./quarantine-book.ts";

/** What an import refuses and takes back, inside its transaction. */
export class Refusals {
  readonly #place: BatchPlace;
  readonly #package: string | null;
  readonly #refuse: StatementSync;
  readonly #count: StatementSync;
  /** A quarantine that is empty needs no settling. */
  #hasAny: boolean;

  constructor(db: DatabaseSync, place: BatchPlace, packageName: string | null) {
    this.#place = place;
    this.#package = packageName;
    this.#refuse = db.prepare(REFUSE);
    this.#count = db.prepare(`
      SELECT count(*) AS n, min(tbl || ' ' || key || ': ' || sentence) AS first FROM quarantined
      WHERE module = ? AND from_pool = ? AND package = ?`);
    const any = db.prepare("SELECT 1 AS yes FROM quarantined WHERE module = ? AND from_pool = ? LIMIT 1");
    this.#hasAny = any.get(place.module, place.from) !== undefined;
  }

  add(table: string, key: string, code: FaultCode, sentence: string, since: string): void {
    this.#refuse.run(this.#place.module, this.#place.from, table, key, code, sentence, since, this.#package);
    this.#hasAny = true;
  }

  /** The items of these lines are applied or gone. */
  settleAll(sql: ApplySql, lines: Uint8Array): void {
    if (this.#hasAny) sql.settleAll.run({ lines, module: this.#place.module, from: this.#place.from });
  }

  /** Faults when the package brought more refusals than one may (DESIGN L12). */
  check(most: number): void {
    if (!this.#hasAny || this.#package === null) return;
    const counted = this.#count.get(this.#place.module, this.#place.from, this.#package);
    if (Number(counted?.n) <= most) return;
    throw new Fault("too-many-quarantined", `More than ${most} items of a package are refused. ${counted?.first}`);
  }
}
