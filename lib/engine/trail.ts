import type { Attempt } from "#lib/domain/evidence.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import { type PackageId, packageName } from "#lib/domain/package.ts";
import {
  type CycleEnd,
  type CycleNote,
  type LaneTrail,
  NO_TRAFFIC,
  type PackageNote,
  type Traffic,
} from "#lib/domain/trail.ts";
import type { Clock } from "#lib/ports/clock.ts";

type Weighed = PackageId & { readonly items: number; readonly bytes: number };

/** While the ledger cannot be told so many are remembered; the oldest go first. */
const MOST_PACKAGES = 500;
const MOST_CYCLES = 100;

/** What a lane did: its packages, its cycles, and what it carried in all. For people; nothing is decided by it. */
export class Trail {
  readonly #lane: Lane;
  readonly #clock: Pick<Clock, "now">;
  #traffic: Traffic = NO_TRAFFIC;
  /** Published in this run and not acked, in the order in which they were. */
  readonly #flying = new Map<string, PackageNote>();
  #packages = new Map<string, PackageNote>();
  #cycles: CycleNote[] = [];
  #began: { readonly at: Instant; readonly traffic: Traffic; readonly packages: number } | null = null;
  #published = 0;

  constructor(lane: Lane, clock: Pick<Clock, "now">) {
    this.#lane = lane;
    this.#clock = clock;
  }

  get traffic(): Traffic {
    return this.#traffic;
  }

  /** When the oldest package that is not acked was published. */
  get oldestUnackedAt(): Instant | null {
    const [oldest] = this.#flying.values();
    return oldest?.publishedAt ?? null;
  }

  sent(flight: Weighed): void {
    const { epoch, seq, items, bytes } = flight;
    const note = { epoch, seq, items, bytes, publishedAt: this.#clock.now(), ackedAt: null, returnedAt: null };
    this.#flying.set(packageName(flight), note);
    this.#published += 1;
    this.#traffic = {
      ...this.#traffic,
      sentItems: this.#traffic.sentItems + items,
      sentBytes: this.#traffic.sentBytes + bytes,
    };
    this.#note(note);
  }

  acked(flights: readonly Weighed[]): void {
    for (const flight of flights) {
      this.#note({ ...this.#landed(flight), ackedAt: this.#clock.now() });
      this.#traffic = {
        ...this.#traffic,
        ackedItems: this.#traffic.ackedItems + flight.items,
        ackedBytes: this.#traffic.ackedBytes + flight.bytes,
      };
    }
  }

  /** Their items became pending again. */
  tookBack(flights: readonly Weighed[]): void {
    for (const flight of flights) this.#note({ ...this.#landed(flight), returnedAt: this.#clock.now() });
    this.#flying.clear();
  }

  #landed(flight: Weighed): PackageNote {
    const name = packageName(flight);
    const known = this.#flying.get(name);
    this.#flying.delete(name);
    const { epoch, seq, items, bytes } = flight;
    return known ?? { epoch, seq, items, bytes, publishedAt: null, ackedAt: null, returnedAt: null };
  }

  cycleBegan(): void {
    this.#began = { at: this.#clock.now(), traffic: this.#traffic, packages: this.#published };
  }

  /** `isLimited`: what is left of it was left because a limit was used up. */
  cycleEnded(outcome: "through" | "partly" | "again", attempt: Attempt, isLimited: boolean): void {
    if (this.#began === null) return;
    const { at: beganAt, traffic, packages } = this.#began;
    const hasFailed = outcome === "partly" && attempt.is === "failed";
    const end: CycleEnd = outcome === "partly" ? "failed" : outcome === "through" && isLimited ? "limit" : outcome;
    const note: CycleNote = {
      beganAt,
      endedAt: this.#clock.now(),
      items: this.#traffic.sentItems - traffic.sentItems,
      bytes: this.#traffic.sentBytes - traffic.sentBytes,
      packages: this.#published - packages,
      end,
      code: hasFailed ? attempt.fault.code : null,
    };
    this.#began = null;
    this.#cycles = [...this.#cycles, note].slice(-MOST_CYCLES);
  }

  /** What the ledger has not been told. */
  told(): LaneTrail {
    return { lane: this.#lane, cycles: this.#cycles, packages: [...this.#packages.values()] };
  }

  /** The ledger has it; what came meanwhile is kept. */
  forget({ cycles, packages }: LaneTrail): void {
    this.#cycles = this.#cycles.filter((cycle) => !cycles.includes(cycle));
    for (const note of packages) {
      if (this.#packages.get(packageName(note)) === note) this.#packages.delete(packageName(note));
    }
  }

  #note(note: PackageNote): void {
    this.#packages.delete(packageName(note));
    this.#packages.set(packageName(note), note);
    for (const name of this.#packages.keys()) {
      if (this.#packages.size <= MOST_PACKAGES) break;
      this.#packages.delete(name);
    }
  }
}
