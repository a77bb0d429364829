import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Loss } from "./twin/losses.ts";

/** Takes parts of a pool's stores away, and brings them back as they were. */
export class Thief {
  readonly #pool: string;
  readonly #partner: string;
  readonly #folder: string;
  readonly #taken = new Set<Loss>();

  constructor(dataFolder: string, pool: string, partner: string) {
    this.#folder = join(dataFolder, "pools", pool);
    this.#pool = pool;
    this.#partner = partner;
  }

  has(loss: Loss): boolean {
    return this.#taken.has(loss);
  }

  /** True when there was something to take. */
  take(loss: Loss): boolean {
    const path = this.#pathOf(loss);
    if (this.#taken.has(loss) || !existsSync(path)) return false;
    renameSync(path, this.#hidingPlaceOf(loss));
    this.#taken.add(loss);
    return true;
  }

  get hasAny(): boolean {
    return this.#taken.size > 0;
  }

  /** What will never be brought back. */
  keep(): readonly Loss[] {
    const kept = [...this.#taken];
    this.#taken.clear();
    return kept;
  }

  /** The markers among them in whose places there are new ones: they will not be brought back either. */
  keepReplaced(): readonly Loss[] {
    const isReplaced = (loss: Loss) => loss !== "user-database" && existsSync(this.#pathOf(loss));
    const kept = [...this.#taken].filter(isReplaced);
    for (const loss of kept) this.#taken.delete(loss);
    return kept;
  }

  /** What was brought back. */
  bringBack(): readonly Loss[] {
    const back = [...this.#taken];
    for (const loss of back) renameSync(this.#hidingPlaceOf(loss), this.#pathOf(loss));
    this.#taken.clear();
    return back;
  }

  /** Outside of every place where content may lie. */
  #hidingPlaceOf(loss: Loss): string {
    return join(this.#folder, `${loss}.taken`);
  }

  #pathOf(loss: Loss): string {
    const marker = ".pairkeeper-store";
    switch (loss) {
      case "user-database":
        return join(this.#folder, "user.db");
      case "root":
        return join(this.#folder, "files", marker);
      case "own-content":
        return join(this.#folder, "files", "DataConf", this.#pool, marker);
      case "standby-content":
        return join(this.#folder, "files", "DataConf", this.#partner, marker);
    }
  }
}
