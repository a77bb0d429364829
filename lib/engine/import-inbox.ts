import type { Ack, StoreState } from "#lib/domain/ack.ts";
import type { Attempt, ImportReport } from "#lib/domain/evidence.ts";
import { asFault, Fault, type FaultRecord, recordFault } from "#lib/domain/fault.ts";
import { BEAT_MS } from "#lib/domain/freshness.ts";
import { importState } from "#lib/domain/import-state.ts";
import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import { isImportStalled } from "#lib/domain/lane-state.ts";
import { comparePackages, type PackageRef } from "#lib/domain/package.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { nextPackage, outdated } from "./inbox-order.ts";
import { type ImportParts, logFirst } from "./lane-parts.ts";

/** A failed import is tried again after this. */
const RETRY_MS = 2_000;

type Opened = { readonly side: ImportSide; readonly book: LaneBook };

/** One module's import into one pool: applies packages in order and says how far it is (DESIGN L3, L4). */
export class ImportInbox {
  readonly #parts: ImportParts;
  #opened: Opened | null = null;
  #attempt: Attempt = { is: "none" };
  #fault: FaultRecord | null = null;
  #applied: PackageRef | null = null;
  #lastImportAt: Instant | null = null;
  #saidAt: Instant | null = null;
  #retryAt: Instant = 0;
  #progressAt: Instant;
  #isOwnStoreLost = false;
  #beat = 0;
  #saying: Promise<void> = Promise.resolve();

  constructor(parts: ImportParts) {
    this.#parts = parts;
    this.#progressAt = parts.clock.now();
  }

  get lane() {
    return this.#parts.lane;
  }

  /** Takes the next package, if there is one. True when one was applied. Never rejects; never runs twice at once. */
  async turn(): Promise<boolean> {
    const { clock, changed } = this.#parts;
    let hasApplied = false;
    try {
      const untilRetry = this.#retryAt - clock.now();
      if (untilRetry > 0 && untilRetry <= RETRY_MS) return false; // more than that: the clock was set back
      hasApplied = await this.#takeNext();
      if (hasApplied) this.#lastImportAt = clock.now();
      this.#succeed();
    } catch (thrown) {
      const fault = asFault(thrown);
      this.#fail(fault);
      this.#opened = null;
    }
    this.#getsOn();
    if (hasApplied) changed();
    return hasApplied;
  }

  async #takeNext(): Promise<boolean> {
    const { lane, transport } = this.#parts;
    const { side, book } = this.#open();
    const position = await book.position(lane.module, lane.from);
    this.#applied = position.applied;
    await this.#checkOwn(side);
    const published = await transport.incoming(lane);
    for (const id of outdated(position.applied, published)) await transport.remove(lane, id);
    const next = nextPackage(position.applied, published);
    if (next.is === "none") return false;
    if (next.is === "gap") throw new Fault("package-missing", "The next package is not there, later ones are.");
    const received = await transport.receive(lane, next.id);
    if (received === null) return false; // taken back by its exporter meanwhile
    try {
      await this.#verify(received, next.previous);
      await side.apply(lane.from, received, position, () => this.#getsOn());
    } catch (thrown) {
      const still = await transport.incoming(lane);
      if (still.some((id) => comparePackages(id, next.id) === 0)) throw thrown;
      return false; // its exporter took it back while it was being applied, and sends it again
    }
    await book.setPosition(lane.module, lane.from, { applied: received.ref, working: null });
    this.#applied = received.ref;
    await this.#say();
    await transport.remove(lane, received.ref);
    return true;
  }

  async #checkOwn(side: ImportSide): Promise<void> {
    try {
      await side.check(this.#parts.lane.from);
      this.#isOwnStoreLost = false;
    } catch (thrown) {
      this.#isOwnStoreLost = asFault(thrown).code === "store-lost";
      throw thrown;
    }
  }

  /** A package is applied only when it is this lane's next, of the data set that this lane carries, and whole. */
  async #verify(received: Received, previous: PackageRef | null): Promise<void> {
    const { lane } = this.#parts;
    const { manifest } = received;
    const isLane =
      manifest.lane.from === lane.from && manifest.lane.to === lane.to && manifest.lane.module === lane.module;
    if (!isLane || manifest.dataSet !== lane.from) {
      throw new Fault("package-damaged", "A package belongs to another lane.");
    }
    if (manifest.previous !== (previous?.hash ?? null)) {
      throw new Fault("package-damaged", "A package does not follow the one before it.");
    }
    for (const part of manifest.parts) {
      await received.verifyPart(part);
      this.#getsOn();
    }
  }

  /** Says the word when there is news or the last is a beat old; beside `turn`, however long that takes. Never rejects. */
  async keepWord(): Promise<void> {
    const { clock } = this.#parts;
    const isDue = this.#saidAt === null || Math.abs(clock.now() - this.#saidAt) >= BEAT_MS - 500;
    if (!isDue) return;
    try {
      await this.#say();
    } catch (thrown) {
      this.#fail(asFault(thrown));
    }
  }

  /** One word after the other: a later one is never overwritten by an earlier. */
  #say(): Promise<void> {
    const said = this.#saying.catch(() => {}).then(() => this.#sayNow());
    this.#saying = said;
    return said;
  }

  async #sayNow(): Promise<void> {
    const { lane, transport, clock, runId, storeId, freeBytes } = this.#parts;
    const free = await freeBytes().catch(() => null);
    this.#beat += 1;
    const lost = this.#isOwnStoreLost;
    const standby: StoreState = lost ? "lost" : "ok";
    const ack: Ack = {
      format: 1,
      applied: this.#applied,
      resend: this.#attempt.is === "failed" && isForResend(this.#attempt.fault),
      writer: runId,
      beat: this.#beat,
      standbyStoreId: lost ? null : storeId,
      standby,
      importState: this.#state(),
      lastError: this.#attempt.is === "failed" ? told(this.#attempt.fault) : null,
      at: isoInstant(clock.now()),
      freeBytes: free,
    };
    this.#saidAt = clock.now(); // what becomes news while it is written is said next
    await transport.sayWord(lane, ack);
  }

  #state(): Ack["importState"] {
    const now = this.#parts.clock.now();
    if (isImportStalled(this.#progressAt, now)) return importState({ kind: "failed", why: "stalled" });
    switch (this.#attempt.is) {
      case "none":
        return importState({ kind: "never-ran" });
      case "failed":
        return importState({ kind: "failed", why: this.#attempt.fault.code });
      case "ended":
        return importState({ kind: "ran" });
    }
  }

  /** What is known now. */
  report(): ImportReport {
    const { lane, runId, clock } = this.#parts;
    const progressAt = this.#progressAt;
    return { lane, runId, at: clock.now(), attempt: this.#attempt, lastImportAt: this.#lastImportAt, progressAt };
  }

  #open(): Opened {
    this.#opened ??= this.#parts.open();
    return this.#opened;
  }

  #getsOn(): void {
    this.#progressAt = this.#parts.clock.now();
  }

  #succeed(): void {
    const was = this.#attempt.is;
    this.#attempt = { is: "ended", at: this.#parts.clock.now() };
    this.#fault = null;
    if (was !== "ended") this.#newsNow();
  }

  #fail(fault: Fault): void {
    const now = this.#parts.clock.now();
    const isNew = this.#fault?.code !== fault.code;
    this.#fault = recordFault(fault, this.#fault, now);
    logFirst(this.#parts.log, "import failed", fault, this.#fault);
    this.#attempt = { is: "failed", fault: this.#fault };
    this.#retryAt = now + RETRY_MS;
    if (isNew) this.#newsNow();
  }

  /** The state changed: the word goes out at the next chance, not with the next beat. */
  #newsNow(): void {
    this.#saidAt = null;
    this.#parts.changed();
  }
}

/** What is on its way can never be applied as it is; made anew it may. */
function isForResend({ code }: FaultRecord): boolean {
  return ["package-damaged", "package-missing", "ownership-conflict", "type-conflict"].includes(code);
}

function told({ code, sentence, at }: FaultRecord): Ack["lastError"] {
  return { code, sentence, at: isoInstant(at) };
}
