import type { Configuration } from "#lib/domain/configuration.ts";
import { BEAT_MS } from "#lib/domain/freshness.ts";
import { isSameLane, type Lane, laneName } from "#lib/domain/lane.ts";
import type { SyncRequest, SyncRun } from "#lib/domain/request.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { EngineLedger, RequestWithRuns } from "#lib/ports/ledger.ts";
import { Bell } from "./bell.ts";
import type { Exporter, Importer } from "./idle-lane.ts";
import type { Log } from "./lane-parts.ts";
import { Pace, TURN_MS } from "./pace.ts";
import type { Asked } from "./run-book.ts";
import { Slots } from "./slots.ts";

/** Two words are at least this far apart, however much happens. */
const GAP_MS = 200;
/** Reading evidence takes at most this share of the time: with a large backlog it is read less often. */
const EVIDENCE_SHARE = 0.1;

/** A compare is nobody's hurry: it is looked so often whether one is asked for. */
const COMPARE_TURN_MS = 1_000;

/** Of a lane. */
export type Side = "export" | "import";

export type EngineParts = {
  readonly runId: string;
  readonly machine: string;
  readonly clock: Clock;
  readonly ledger: EngineLedger;
  readonly exports: readonly Exporter[];
  readonly imports: readonly Importer[];
  /** Numbers that change when another program wrote into a user database. */
  readonly versions: () => string;
  /** Publishes what the ledger says of topology and settings. Never rejects. */
  readonly publish: (settings: Configuration) => Promise<void>;
  readonly log: Log;
};

/**
 * Runs every lane of this machine's pools until it is stopped: cycles when they are due, imports, listening, and the word
 * to the ledger from which all states are computed. Lanes run side by side; what one lane does never overlaps itself.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #stop = new AbortController();
  readonly #slots: Slots;
  /** By side and lane: what wakes an export that waits for acks, and an import that waits for packages. */
  readonly #bells = new Map<string, Bell>();
  #hasNews = true;
  #versions = "";
  #settings: Configuration;

  constructor(parts: EngineParts, settings: Configuration) {
    this.#parts = parts;
    this.#settings = settings;
    this.#slots = new Slots(() => this.#settings.maxConcurrentCalls);
  }

  /** The settings that hold now. */
  get settings(): Configuration {
    return this.#settings;
  }

  /** Something may be there to read for that side of the lane: an ack, or a package. */
  nudge(side: Side, lane: Lane): void {
    this.#bellOf(side, lane).ring();
  }

  #bellOf(side: Side, lane: Lane): Bell {
    const name = `${side} ${laneName(lane)}`;
    const bell = this.#bells.get(name) ?? new Bell();
    this.#bells.set(name, bell);
    return bell;
  }

  /** Screens want to know soon. */
  readonly changed = (): void => {
    this.#hasNews = true;
  };

  /** Resolves when `stop` was called and every lane came to rest. */
  async run(): Promise<void> {
    const { exports, imports } = this.#parts;
    // The partner's last word of before is the silence that its next word breaks.
    await Promise.all(exports.map((lane) => lane.listen()));
    await this.learn();
    await this.tell();
    await Promise.all([
      this.#loop(TURN_MS, () => this.learn()),
      this.#telling(),
      ...exports.flatMap((lane) => [
        this.#listening(lane),
        this.#loop(TURN_MS, () => this.#workIfDue(lane)),
        this.#comparing(lane),
      ]),
      ...imports.flatMap((inbox) => [
        this.#importing(inbox),
        this.#loop(TURN_MS, () => inbox.answer()),
        this.#loop(COMPARE_TURN_MS, () => inbox.answerCompare(this.#stop.signal)),
        this.#loop(TURN_MS, () => inbox.keepWord()),
      ]),
    ]);
  }

  stop(): void {
    this.#stop.abort();
  }

  /** One lane never overlaps itself; at most so many of them are at work at once (D14). */
  async #workIfDue(lane: Exporter): Promise<void> {
    const { clock } = this.#parts;
    const { signal } = this.#stop;
    const isDue = () => {
      const { dueAt } = lane; // before the clock is read: a lane that is asked is due at the moment of this question
      return clock.elapsed() >= dueAt;
    };
    if (!isDue() && !lane.hasTombstonesReady) return;
    await this.#slots.hold(async () => {
      if (isDue()) await lane.cycle(signal);
      else if (lane.hasTombstonesReady) await lane.sendTombstones(signal);
    });
  }

  async #importing(inbox: Importer): Promise<void> {
    const { clock } = this.#parts;
    const { signal } = this.#stop;
    const pace = new Pace(clock);
    const bell = this.#bellOf("import", inbox.lane);
    while (!signal.aborted) await bell.rest(clock, pace.restMs(await inbox.turn()), signal);
  }

  /** A lane that compares nothing is asked less often: there are many of them. */
  async #comparing(lane: Exporter): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#guarded(() => lane.compare(signal));
      await this.#parts.clock.sleep(lane.isComparing ? TURN_MS : COMPARE_TURN_MS, signal);
    }
  }

  async #listening(lane: Exporter): Promise<void> {
    const { signal } = this.#stop;
    const bell = this.#bellOf("export", lane.lane);
    while (!signal.aborted) {
      await this.#guarded(() => lane.listen());
      await bell.rest(this.#parts.clock, TURN_MS, signal);
    }
  }

  /** Learns which requests and settings doors left in the ledger. */
  async learn(): Promise<void> {
    const { ledger, exports } = this.#parts;
    const before = this.#settings.syncInterval;
    this.#settings = await ledger.configuration();
    if (this.#settings.syncInterval !== before) {
      for (const lane of exports) lane.intervalChanged();
      this.changed();
    }
    await this.#parts.publish(this.#settings);
    const open = await ledger.openRequests();
    const lifts = await ledger.lifts();
    for (const one of exports) {
      one.learn(open.filter(({ runs }) => runs.some(isOpenIn(one.lane))).map(({ request }) => askedOf(request)));
      one.giveUp(open.some(givesUp(one.lane)));
      one.lift(lifts.find(({ lane }) => isSameLane(lane, one.lane)) ?? null);
    }
  }

  /** Says what is known every beat, and soon after something changed. */
  async #telling(): Promise<void> {
    const { clock, versions } = this.#parts;
    const { signal } = this.#stop;
    let toldAt = Number.NEGATIVE_INFINITY;
    let pauseMs = GAP_MS;
    while (!signal.aborted) {
      const now = versions();
      const isNews = this.#hasNews || now !== this.#versions;
      if (isNews || clock.elapsed() - toldAt >= BEAT_MS) {
        this.#versions = now;
        const began = clock.elapsed();
        await this.#guarded(() => this.tell());
        toldAt = clock.elapsed();
        pauseMs = Math.max(GAP_MS, Math.min(BEAT_MS / 2, (toldAt - began) / EVIDENCE_SHARE));
      }
      await clock.sleep(pauseMs, signal);
    }
  }

  /** Says what is known now: evidence of every lane, and how far requests have come. */
  async tell(): Promise<void> {
    const { ledger, exports, imports, runId, machine, clock } = this.#parts;
    this.#hasNews = false;
    const reports = [];
    for (const lane of exports) reports.push({ lane, report: await lane.report() });
    // The runs as they are now, not as they were when the first report was read: a claim must never be taken back. One that
    // ended after its lane's evidence was read is told with the next word, never before that evidence.
    const told = reports.map(({ lane, report }) => ({
      lane,
      trail: lane.trail(),
      compares: lane.compares(),
      runs: lane.runs().filter((run) => run.endedAt === null || run.endedAt <= report.at),
    }));
    await ledger.say({
      beat: { runId, machine, at: clock.now() },
      exports: reports.map(({ report }) => report),
      imports: imports.map((inbox) => inbox.report()),
      runs: told.flatMap(({ runs }) => runs),
      trails: told.map(({ trail }) => trail),
      compareRuns: told.flatMap(({ compares }) => compares.runs),
      compares: told.flatMap(({ compares }) => compares.kept ?? []),
    });
    for (const { lane, runs, trail, compares } of told) {
      lane.forgetCompares(compares);
      lane.forget(runs);
      lane.forgetTrail(trail);
    }
  }

  async #loop(everyMs: number, body: () => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#guarded(body);
      await this.#parts.clock.sleep(everyMs, signal);
    }
  }

  /** The ledger may be busy for a while; the loop goes on, and silence makes every state Unknown by itself. */
  async #guarded(body: () => Promise<void>): Promise<void> {
    try {
      await body();
    } catch (thrown) {
      this.#parts.log("a turn failed", {
        sentence: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }
}

function askedOf({ id, what, detail, by, cancelledAt }: SyncRequest): Asked {
  return { id, what, detail, by, isCancelled: cancelledAt !== null };
}

/** Somebody asked to have the lane's source restored from its partner: what stands there is nobody's will any more. */
function givesUp({ from, module }: Lane): (open: RequestWithRuns) => boolean {
  return ({ request, runs }) =>
    request.what === "restore" &&
    request.to === from &&
    request.cancelledAt === null &&
    runs.some((run) => run.lane.module === module && run.endedAt === null);
}

function isOpenIn(lane: Lane): (run: SyncRun) => boolean {
  return (run) => run.endedAt === null && run.lane.from === lane.from && run.lane.module === lane.module;
}
