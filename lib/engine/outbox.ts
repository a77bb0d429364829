import { type Ack, judgeAck } from "#lib/domain/ack.ts";
import { isCanaryFlight } from "#lib/domain/canary.ts";
import { Fault } from "#lib/domain/fault.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import {
  comparePackages,
  type Epoch,
  type Manifest,
  nextEpoch,
  type PackageId,
  type PackageRef,
} from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Source } from "#lib/domain/returned.ts";
import type { ExportSide, Packed, Phase, Room } from "#lib/ports/backup-module.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { ExportParts } from "./lane-parts.ts";
import { checkPast, checkVoidPast } from "./past-check.ts";
import type { StandbyPosition } from "./standby-position.ts";
import type { Trail } from "./trail.ts";

/** How long a package may lie unacked before it is looked after, and a rebuild rests before the next that the partner asks for. */
const MISSING_AFTER_MS = 5_000;
/** The same where the partner refuses what is in a package: sending it again helps only when the source has changed. */
const REFUSED_AFTER_MS = 30_000;

/** What a package is taken from. */
export type Cargo = {
  readonly side: ExportSide;
  readonly book: LaneBook;
  readonly phase: Phase;
  readonly mark: number;
  readonly cutOffAt: number;
  /** The request that this goes for; null for what goes by itself. */
  readonly requestId: string | null;
};

/** What a package says that carries nothing but the end of a data set (DESIGN L11). */
export type Closing = {
  readonly requestId: string;
  readonly dataSet: PoolFqdn;
  readonly source: Source;
  readonly cutOffAt: number;
  /** See PackageRequest. */
  readonly apart?: number | undefined;
};

/**
 * The export side's packages: numbers, publishing, acks. Whatever goes wrong between them is mended in one way: read the
 * ack, clear what it covers, return the rest, begin a new epoch (DESIGN L8).
 */
export class Outbox {
  readonly #parts: ExportParts;
  readonly #trail: Trail;
  readonly #position: StandbyPosition;
  #epoch: Epoch | null = null;
  #last: PackageRef | null = null;
  #mustRebuild = true;
  #rebuiltAt = Number.NEGATIVE_INFINITY;
  #lookedAfterAt = Number.NEGATIVE_INFINITY;
  #lastWord: Ack | null = null;

  constructor(parts: ExportParts, trail: Trail, position: StandbyPosition) {
    this.#parts = parts;
    this.#trail = trail;
    this.#position = position;
  }

  get mustRebuild(): boolean {
    return this.#mustRebuild;
  }

  /** The partner waits for what it cannot take as it is: a person who asks for a sync asks for that anew too. */
  get isAskedForAgain(): boolean {
    return this.#lastWord?.resend === true;
  }

  /** The last package of this epoch; everything sent so far is it and those before it. */
  get last(): PackageId {
    return this.#last ?? { epoch: this.#epoch ?? (0 as Epoch), seq: 0 };
  }

  /** What this knows of the packages may be of another database than the one that is open now. */
  distrust(): void {
    this.#mustRebuild = true;
  }

  /**
   * Makes what is on its way pending again under a new epoch; nothing that is acked is lost, nothing counted twice. The
   * partner's word that it went by: what that acknowledges was taken in, and may have been read nowhere else.
   */
  async rebuild(book: LaneBook): Promise<Ack | null> {
    const { transport, lane, ledger, clock, log } = this.#parts;
    const word = await transport.partnerWord(lane);
    const published = await transport.incoming(lane);
    const isPastVoid = await this.#checkPast(book, word, published);
    await transport.sweep(lane);
    if (word) await this.#position.judge(book, word);
    if (word) await this.#clear(book, word);
    this.#trail.tookBack((await book.flights(lane.module)).filter((flight) => !isCanaryFlight(flight)));
    const returned = await book.returnFlights(lane.module);
    const epoch = nextEpoch(
      await ledger.knownEpoch(lane),
      await book.knownEpoch(lane.module),
      word?.applied?.epoch ?? 0,
      ...published.map((id) => id.epoch),
    );
    await book.rememberEpoch(lane.module, epoch);
    if (isPastVoid) await book.beginPast(lane.module, epoch); // before the ledger knows: a copy from before is told by that
    await ledger.rememberEpoch(lane, epoch);
    for (const id of published) await transport.remove(lane, id);
    this.#epoch = epoch;
    this.#last = null;
    this.#rebuiltAt = clock.elapsed();
    this.#mustRebuild = false;
    log("epoch", { epoch, returned });
    return word;
  }

  /** Faults with "store-rewound" while this database is an older copy that nobody has decided about. Touches nothing. */
  async checkPast(book: LaneBook): Promise<void> {
    const { transport, lane } = this.#parts;
    if (this.#mustRebuild)
      await this.#checkPast(book, await transport.partnerWord(lane), await transport.incoming(lane));
  }

  /** True when what it sent before is void. */
  async #checkPast(book: LaneBook, word: Ack | null, published: readonly PackageId[]): Promise<boolean> {
    const isPastVoid = await book.isPastVoid(this.#parts.lane.module);
    if (isPastVoid) await checkVoidPast(this.#parts, book);
    else await checkPast(this.#parts, book, word, published);
    return isPastVoid;
  }

  /** Packs and publishes one package. Null when `room` could take nothing. */
  async send({ side, book, phase, mark, cutOffAt, requestId }: Cargo, room: Room): Promise<Packed | null> {
    const { transport, lane, clock } = this.#parts;
    if (this.#epoch === null) throw new Fault("unexpected", "A lane sends before its epoch began.");
    const id = { epoch: this.#epoch, seq: this.last.seq + 1 };
    const staging = await transport.stage(lane, id);
    try {
      const packed = await side.pack(phase, mark, room, staging);
      await this.#noteUnsent(book, packed);
      if (packed.batches.length === 0) {
        await staging.discard();
        return countOf(packed) > 0 ? packed : null;
      }
      const place = await this.#place(book);
      const { batches, parts } = packed;
      const cutOff = isoInstant(cutOffAt);
      const ref = await staging.seal({
        format: 2,
        lane,
        dataSet: packed.dataSet,
        request:
          requestId === null && packed.source === "home"
            ? null
            : { id: requestId ?? "", source: packed.source, closes: false },
        ...id,
        ...place,
        cutOff,
        batches,
        parts,
      });
      const items = packed.isCanary ? 0 : packed.sent.length + packed.kept.length;
      // Booked before it is seen: an ack can never speak of a package that the book does not know.
      await book.launch(lane.module, { ...ref, items, bytes: packed.bytes }, packed.sent, packed.kept, clock.now());
      this.#mustRebuild = true;
      await staging.publish();
      this.#parts.nudge();
      this.#mustRebuild = false;
      this.#last = ref;
      if (!packed.isCanary) this.#trail.sent({ ...ref, items, bytes: packed.bytes });
      return packed;
    } catch (thrown) {
      await staging.discard().catch(() => {});
      throw thrown;
    }
  }

  /** Publishes a package without items: with it all of that data set was sent. */
  async close(book: LaneBook, { requestId, dataSet, source, cutOffAt, apart }: Closing): Promise<void> {
    const { transport, lane, clock } = this.#parts;
    if (this.#epoch === null) throw new Fault("unexpected", "A lane sends before its epoch began.");
    const id = { epoch: this.#epoch, seq: this.last.seq + 1 };
    const staging = await transport.stage(lane, id);
    try {
      const request = { id: requestId, source, closes: true, ...(apart !== undefined && { apart }) };
      const place = await this.#place(book);
      const cutOff = isoInstant(cutOffAt);
      const ref = await staging.seal({
        format: 2,
        lane,
        dataSet,
        request,
        ...id,
        ...place,
        cutOff,
        batches: [],
        parts: [],
      });
      await book.launch(lane.module, { ...ref, items: 0, bytes: 0 }, [], [], clock.now());
      this.#mustRebuild = true;
      await staging.publish();
      this.#parts.nudge();
      this.#mustRebuild = false;
      this.#last = ref;
      this.#trail.sent({ ...ref, items: 0, bytes: 0 });
    } catch (thrown) {
      await staging.discard().catch(() => {});
      throw thrown;
    }
  }

  /**
   * What a package follows. The first of an epoch names what the standby's store has acknowledged: it may have gone back
   * since, heard or not.
   */
  async #place(book: LaneBook): Promise<Pick<Manifest, "previous" | "acked">> {
    if (this.#last !== null) return { previous: this.#last.hash };
    const acked = await this.#position.acked(book);
    return acked === null ? { previous: null } : { previous: null, acked: { epoch: acked.epoch, seq: acked.seq } };
  }

  /** What was not sent is written down before what was: a crash in between finds the same once more. */
  async #noteUnsent(book: LaneBook, { gone, back, void: voided, unreadable, blocked = [] }: Packed): Promise<void> {
    const { module } = this.#parts.lane;
    if (gone.length > 0) await book.setGone(module, gone, true);
    if (back.length > 0) await book.setGone(module, back, false);
    if (voided.length > 0) await book.drop(module, voided);
    // What is there again changed anew: like what cannot be read now, it waits for the next cut-off.
    const later = [...unreadable.ids, ...back, ...blocked];
    if (later.length > 0) await book.postpone(module, later);
  }

  /** Takes in the partner's word: clears exactly what it covers. True when something was cleared. */
  async take(book: LaneBook, word: Ack | null): Promise<boolean> {
    const { lane, clock, log } = this.#parts;
    this.#lastWord = word;
    if (await book.isPastVoid(lane.module)) this.#mustRebuild = true; // it was restored: a new epoch begins
    if (word === null) return false;
    await this.#position.judge(book, word);
    const isCleared = await this.#clear(book, word);
    const pause = isRefused(word) ? REFUSED_AFTER_MS : MISSING_AFTER_MS;
    if (word.resend && clock.elapsed() - this.#rebuiltAt > pause) {
      log("the partner asks for what is on its way again");
      this.#mustRebuild = true;
    }
    return isCleared;
  }

  async #clear(book: LaneBook, word: Ack): Promise<boolean> {
    const { lane, log } = this.#parts;
    const verdict = judgeAck(word, await book.flights(lane.module));
    switch (verdict.is) {
      case "says-nothing":
        return false;
      case "foreign":
        log("an ack names a package that was not sent", { seq: verdict.flight.seq });
        this.#mustRebuild = true;
        return false;
      case "clears":
        await book.clear(lane.module, verdict.flights);
        this.#trail.acked(verdict.flights.filter((flight) => !isCanaryFlight(flight)));
        return true;
    }
  }

  /** A package that vanished from the BackupStore unacked can never be acked: it has to go again. */
  async lookAfterFlights(book: LaneBook): Promise<void> {
    const { transport, lane, clock, log } = this.#parts;
    if (clock.elapsed() - this.#lookedAfterAt < MISSING_AFTER_MS || this.#mustRebuild) return;
    this.#lookedAfterAt = clock.elapsed();
    const first = (await book.flights(lane.module))[0];
    if (!first) return;
    const published = await transport.incoming(lane);
    if (published.some((id) => comparePackages(id, first) === 0)) return;
    // It is removed after its ack is written: an ack read now is newer than its going.
    await this.take(book, await transport.partnerWord(lane));
    const still = (await book.flights(lane.module))[0];
    if (still && comparePackages(still, first) === 0) {
      log("a package vanished before it was acknowledged", { seq: first.seq });
      this.#mustRebuild = true;
    }
  }
}

/** How many entries a package took care of, in one way or another. */
export function countOf(packed: Packed): number {
  const { sent, kept, gone, back, unreadable, blocked = [] } = packed;
  const unsent = gone.length + back.length + packed.void.length + unreadable.ids.length + blocked.length;
  return sent.length + kept.length + unsent;
}

function isRefused({ lastError }: Ack): boolean {
  return lastError?.code === "too-many-quarantined";
}
