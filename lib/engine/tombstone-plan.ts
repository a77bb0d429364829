import { comparePackages, type PackageId } from "#lib/domain/package.ts";

/**
 * When tombstones may leave: after the images of the same look are acked (DESIGN L10). A busy lane always has newer
 * images on their way, so the plan holds on to the look that it began with until that look's images are through.
 */
export class TombstonePlan {
  /** Cut-off of the look whose tombstones go next; null when no look found any. */
  #mark: number | null = null;
  /** The last package with images of that look; null until all of them were sent. */
  #after: PackageId | null = null;

  get mark(): number | null {
    return this.#mark;
  }

  /** A look found tombstones up to `mark`; an older look that still waits goes first. */
  found(mark: number): void {
    this.#mark ??= mark;
  }

  /** Every image up to the plan's cut-off was sent, the last of them with `last`. */
  imagesSent(last: PackageId): void {
    if (this.#mark !== null) this.#after ??= last;
  }

  /** True when those images are acked: `flights` is what is on its way. */
  isReady(flights: readonly PackageId[]): boolean {
    const after = this.#after;
    return after !== null && flights.every((flight) => comparePackages(flight, after) > 0);
  }

  /** The tombstones left, or what was on its way has to go again: the next look plans anew. */
  clear(): void {
    this.#mark = null;
    this.#after = null;
  }
}
