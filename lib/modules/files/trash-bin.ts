import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { FileStore } from "#lib/ports/file-store.ts";

/** What was deleted can be had back for so long (DESIGN L10). */
const KEPT_MS = 7 * 24 * 60 * 60_000;
/** When nothing is left to be taken away, it is looked again after this. */
const PAUSE_MS = 60 * 60_000;

/** A standby's trash: names that sort by time, and its emptying, a package's worth at a time. */
export class TrashBin {
  readonly #files: FileStore;
  readonly #clock: Clock;
  #lookAt = 0;

  constructor(files: FileStore, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
  }

  /** How names of what is moved there at that moment begin. */
  nameAt(at: Instant): string {
    return isoInstant(at).replaceAll(/[-:]|\.\d+/g, "");
  }

  /** That of a standby, and that of this pool's own content, which restores move there. */
  async empty(home: PoolFqdn): Promise<void> {
    if (this.#clock.elapsed() < this.#lookAt) return;
    const before = this.nameAt(this.#clock.now() - KEPT_MS);
    // What cannot be taken away now is tried again later: it holds up no import.
    let hasMore = false;
    for (const one of new Set([home, this.#files.pool])) {
      if (await this.#files.emptyTrash(one, before).catch(() => false)) hasMore = true;
    }
    if (!hasMore) this.#lookAt = this.#clock.elapsed() + PAUSE_MS;
  }
}
