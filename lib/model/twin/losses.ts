import type { Kind } from "./items.ts";

/** What somebody took away from a pool and means to bring back. */
export type Loss = "user-database" | "root" | "own-content" | "standby-content";

/** An export that cannot be green. `knownAt` is null until its partner has said so. */
type Dark = {
  readonly kind: Kind;
  readonly home: string;
  readonly loss: Loss;
  readonly pool: string;
  knownAt: number | null;
  /** Its place is being filled anew: what fills it is on its way, and it is not whole before that has arrived. */
  isFilled: boolean;
};

/** Which exports may not be green while something is lost: the owner's at once, the partner's when it was told. */
export class Losses {
  #dark: Dark[] = [];

  lost(loss: Loss, pool: string, partner: string, at: number): void {
    const own: readonly Kind[] =
      loss === "user-database" ? ["rows", "files"] : loss === "standby-content" ? [] : ["files"];
    const theirs: readonly Kind[] =
      loss === "user-database" ? ["rows", "files"] : loss === "own-content" ? [] : ["files"];
    for (const kind of own) this.#dark.push({ kind, home: pool, loss, pool, knownAt: at, isFilled: false });
    for (const kind of theirs) this.#dark.push({ kind, home: partner, loss, pool, knownAt: null, isFilled: false });
  }

  found(loss: Loss, pool: string): void {
    this.#dark = this.#dark.filter((one) => one.loss !== loss || one.pool !== pool);
  }

  /** Whether what a person asked for may be filling it anew. */
  filling(loss: Loss, pool: string, isFilled: boolean): void {
    for (const one of this.#dark) if (one.loss === loss && one.pool === pool) one.isFilled = isFilled;
  }

  /** The importer of this lane looked, and its exporter heard what it said. */
  said(kind: Kind, home: string, at: number): void {
    for (const one of this.#dark) if (one.kind === kind && one.home === home) one.knownAt ??= at;
  }

  /** Why an export whose evidence is of `asOf` cannot be green, or cannot be Final. */
  darkness(kind: Kind, home: string, asOf: number, isFinal: boolean): string | null {
    const isDark = (one: Dark) => one.knownAt !== null && one.knownAt <= asOf && (isFinal || !one.isFilled);
    const found = this.#dark.find((one) => one.kind === kind && one.home === home && isDark(one));
    return found ? `${found.loss} of ${found.pool} is lost` : null;
  }
}
