import { wantedDocuments } from "#lib/domain/cms-document.ts";
import type { Configuration } from "#lib/domain/configuration.ts";
import { asFault } from "#lib/domain/fault.ts";
import { BEAT_MS } from "#lib/domain/freshness.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineLedger } from "#lib/ports/ledger.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import type { Log } from "../lane-parts.ts";

export type PublisherParts = {
  readonly ledger: EngineLedger;
  readonly clock: Clock;
  /** The pools that this engine works for: it publishes when the CMS master is one of them. */
  readonly pools: ReadonlySet<PoolFqdn>;
  readonly storeOf: (pool: PoolFqdn) => Pick<UserStore, "check" | "documents">;
  readonly log: Log;
  /** Documents were written. */
  readonly changed: () => void;
};

/**
 * Publishes what the ledger says of topology and settings as documents of the CMS master (DESIGN 5). An issue is in the
 * ledger before anybody sees it: a crash in between is finished by the next start, and no version means two things.
 */
export class CmsPublisher {
  readonly #parts: PublisherParts;
  #said = "";
  #triedAt = Number.NEGATIVE_INFINITY;
  #failure: string | null = null;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
  }

  /**
   * To be called whenever the ledger was read: acts when it says something new, and else looks once a beat whether the
   * documents still stand. Never rejects.
   */
  async keep(settings: Configuration): Promise<void> {
    const { clock, log } = this.#parts;
    try {
      if (!(await this.#tryToKeep(settings))) return;
      this.#failure = null;
    } catch (thrown) {
      this.#triedAt = clock.elapsed();
      const { code, path, message, stack } = asFault(thrown);
      if (this.#failure !== message) log("the CMS documents could not be published", { code, path, stack });
      this.#failure = message;
    }
  }

  /** False when there was nothing to do. */
  async #tryToKeep(settings: Configuration): Promise<boolean> {
    const { ledger, clock, pools, storeOf, log, changed } = this.#parts;
    const topology = await ledger.topology();
    const master = topology.cmsMaster;
    if (master === null || !pools.has(master)) return false;
    const wanted = wantedDocuments(topology, settings);
    const said = JSON.stringify(wanted);
    if (said === this.#said && clock.elapsed() - this.#triedAt < BEAT_MS) return false;
    this.#said = said;
    this.#triedAt = clock.elapsed();
    const issues = await ledger.publish(master, wanted);
    const store = storeOf(master);
    await store.check(); // a document is put into the right store or into none (DESIGN L9)
    if (await store.documents.put(issues)) {
      log("documents published", { issues: issues.map((one) => `${one.name} ${one.masterEpoch}.${one.version}`) });
      changed();
    }
    return true;
  }
}
