import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Fault, type FaultCode } from "#lib/domain/fault.ts";
import { comparePackages, type PackageId, packageOf } from "#lib/domain/package.ts";
import type { BatchPlace } from "#lib/ports/user-store.ts";
import type { ApplySql } from "./apply-sql.ts";
import { REFUSE } from "./quarantine-book.ts";
import { whenNeeded } from "./when-needed.ts";

/** What an import refuses and takes back, inside its transaction. */
export class Refusals {
  readonly #place: BatchPlace;
  readonly #package: string | null;
  readonly #refuse: () => StatementSync;
  readonly #count: () => StatementSync;
  readonly #heldSince: () => StatementSync;
  /** A quarantine that is empty needs no settling. */
  #hasAny: boolean;
  /** When it is applied (ISO). */
  readonly #at: string;

  constructor(db: DatabaseSync, place: BatchPlace, packageName: string | null, at: string) {
    this.#at = at;
    this.#place = place;
    this.#package = packageName;
    const later = (sql: string) => whenNeeded(db, sql);
    this.#refuse = later(REFUSE);
    this.#count = later(`
      SELECT count(*) AS n, min(tbl || ' ' || key || ': ' || sentence) AS first FROM quarantined
      WHERE module = ? AND from_pool = ? AND package = ?`);
    this.#heldSince = later(`
      SELECT package FROM quarantined WHERE module = ? AND from_pool = ? AND tbl = ? AND key = CAST(? AS TEXT)`);
    const any = db.prepare("SELECT 1 AS yes FROM quarantined WHERE module = ? AND from_pool = ? LIMIT 1");
    this.#hasAny = any.get(place.module, place.from) !== undefined;
  }

  /** `key` in its bytes: one that is no valid text stays what it is. */
  add(table: string, key: Uint8Array, code: FaultCode, sentence: string, since: string): void {
    const item = [this.#place.module, this.#place.from, table, key] as const;
    const before = this.#hasAny ? this.#heldSince().get(...item)?.package : null;
    // What an earlier package brought, and is only tried again, is not this one's.
    const by = typeof before === "string" && this.#isApplied(packageOf(before)) ? before : this.#package;
    this.#refuse().run(...item, code, sentence, since, by, this.#package, this.#at);
    this.#hasAny = true;
  }

  #isApplied(id: PackageId | null): boolean {
    const { applied } = this.#place.position;
    return id !== null && applied !== null && comparePackages(id, applied) <= 0;
  }

  /** The items of these lines are applied or gone. */
  settleAll(sql: ApplySql, lines: Uint8Array): void {
    if (this.#hasAny) sql.settleAll().run({ lines, module: this.#place.module, from: this.#place.from });
  }

  /** Faults when the package brought more refusals than one may (DESIGN L12). */
  check(most: number): void {
    if (!this.#hasAny || this.#package === null) return;
    const counted = this.#count().get(this.#place.module, this.#place.from, this.#package);
    if (Number(counted?.n) <= most) return;
    throw new Fault("too-many-quarantined", `More than ${most} items of a package are refused. ${counted?.first}`);
  }
}
