import type { Ack } from "#lib/domain/ack.ts";
import type { CanaryMark } from "#lib/domain/canary.ts";
import type { Attempt, ImportReport } from "#lib/domain/evidence.ts";
import { asFault, Fault, type FaultRecord } from "#lib/domain/fault.ts";
import { BEAT_MS } from "#lib/domain/freshness.ts";
import { importState } from "#lib/domain/import-state.ts";
import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import { isImportStalled } from "#lib/domain/lane-state.ts";
import { comparePackages, type PackageRef, packageName } from "#lib/domain/package.ts";
import type { Quarantine } from "#lib/domain/quarantine.ts";
import type { ReturnReceipt } from "#lib/domain/return-receipt.ts";
import type { OwnState, StoreState } from "#lib/domain/store-state.ts";
import type { ImportSide } from "#lib/ports/backup-module.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { ImportPosition, LaneBook } from "#lib/ports/user-store.ts";
import { Answering, ownState } from "./answering.ts";
import { Attempts } from "./attempts.ts";
import { CompareTelling } from "./compare/compare-telling.ts";
import { nextPackage, outdated } from "./inbox-order.ts";
import type { ImportParts, OpenedImport } from "./lane-parts.ts";
import { Measure } from "./measure.ts";
import { whyFailed } from "./why-failed.ts";

/** A failed import is tried again after this. */
const RETRY_MS = 2_000;

/** One module's import into one pool: applies packages in order and says how far it is (DESIGN L3, L4). */
export class ImportInbox {
  readonly #parts: ImportParts;
  #opened: OpenedImport | null = null;
  readonly #attempts: Attempts;
  readonly #measure: Measure;
  readonly #answering: Answering;
  readonly #telling: CompareTelling;
  #applied: PackageRef | null = null;
  #quarantine: Quarantine | null = null;
  #lastImportAt: Instant | null = null;
  /** Moments of `Clock.elapsed`. */
  #saidAt: number | null = null;
  #retryAt = Number.NEGATIVE_INFINITY;
  /** Of the standby, and of this pool's own data set; null while it is not known. */
  #standby: StoreState = "ok";
  #own: OwnState | null = null;
  #receipt: ReturnReceipt | null = null;
  #beat = 0;
  #saying: Promise<void> = Promise.resolve();

  constructor(parts: ImportParts) {
    this.#parts = parts;
    this.#measure = new Measure(parts.clock);
    this.#attempts = new Attempts(parts, "import failed");
    const getsOn = () => this.#measure.progress();
    this.#telling = new CompareTelling(parts, parts.calm);
    this.#answering = new Answering(parts, getsOn, async (opened) => {
      await this.#readStates(opened);
      await this.#say();
    });
  }

  get lane() {
    return this.#parts.lane;
  }

  /** Takes the next package, if there is one. True when one was applied. Never rejects; never runs twice at once. */
  async turn(): Promise<boolean> {
    const { clock, changed } = this.#parts;
    let hasApplied = false;
    try {
      if (clock.elapsed() < this.#retryAt) return false;
      hasApplied = await this.#takeNext();
      if (hasApplied) this.#lastImportAt = clock.now();
      await this.#opened?.side.inspect?.();
      this.#succeed();
    } catch (thrown) {
      const why = whyFailed(thrown, this.#parts.open);
      if (why !== thrown) this.#learn("lost", this.#own);
      this.#fail(why);
      this.#opened = null;
      this.#quarantine = null; // what stands there when it is back is read anew
    }
    this.#measure.progress();
    if (hasApplied) changed();
    return hasApplied;
  }

  async #takeNext(): Promise<boolean> {
    const { lane, transport } = this.#parts;
    const { position, ...opened } = await this.#openOwn();
    const { side, book } = opened;
    const published = await transport.incoming(lane);
    for (const id of outdated(position.applied, published)) await transport.remove(lane, id);
    const next = nextPackage(position.applied, published);
    if (next.is === "none") return false;
    if (next.is === "gap") throw new Fault("package-missing", "The next package is not there, later ones are.");
    const received = await transport.receive(lane, next.id);
    if (received === null) return false; // taken back by its exporter meanwhile
    try {
      this.#checkPlace(received, next.previous);
      checkPosition(received, position);
      await this.#apply(side, received, position);
    } catch (thrown) {
      const still = await transport.incoming(lane);
      if (still.some((id) => comparePackages(id, next.id) === 0)) throw thrown;
      return false; // its exporter took it back while it was being applied, and sends it again
    }
    // Known before the word that acknowledges the package: an ack never hides what was refused.
    this.#quarantine = await book.quarantine(lane.module, lane.from);
    await book.setPosition(lane.module, lane.from, { applied: received.ref, working: null });
    this.#applied = received.ref;
    // What came of it is said with the ack: nobody listens for it any more after that.
    if (received.manifest.request?.closes) await this.#readStates(opened);
    else this.#receipt = await book.receipt(lane.module, lane.from);
    await this.#say();
    this.#parts.nudge();
    await transport.remove(lane, received.ref);
    return true;
  }

  /** A package of this pool's own data set is one that its partner gives back; the last of a request calls it whole. */
  async #apply(side: ImportSide, received: Received, position: ImportPosition): Promise<void> {
    const { lane } = this.#parts;
    const { batches, dataSet, request } = received.manifest;
    const getsOn = () => this.#measure.progress();
    const isReturn = dataSet === lane.to;
    if (batches.length > 0) {
      if (isReturn) await side.applyReturned(received, position, getsOn);
      else await side.apply(lane.from, received, position, getsOn);
    }
    if (!request?.closes) return;
    const home = isReturn ? lane.to : lane.from;
    if ((await side.stateOf(home)).is === "restoring") await side.endRestore(home, request.id, request.apart === 0);
    if (isReturn) await this.#closeReceipt(request.id);
  }

  async #closeReceipt(requestId: string): Promise<void> {
    const { lane, clock } = this.#parts;
    const { book } = this.#open();
    const receipt = await book.receipt(lane.module, lane.from);
    if (receipt?.requestId !== requestId) return;
    await book.noteReturn(lane.module, lane.from, { ...receipt, closedAt: isoInstant(clock.now()) });
  }

  /** Opens this pool's own stores and reads where the import stands. Whether they are lost is told to the exporter (DESIGN L4). */
  async #openOwn(): Promise<OpenedImport & { readonly position: ImportPosition }> {
    const { lane } = this.#parts;
    try {
      const opened = this.#open();
      await this.#readStates(opened);
      await opened.side.check(lane.from);
      return { ...opened, position: await this.#readPosition(opened.book) };
    } catch (thrown) {
      if (asFault(thrown).code === "store-lost") this.#learn("lost", this.#own);
      throw thrown;
    }
  }

  async #readStates(opened: OpenedImport): Promise<void> {
    const { lane } = this.#parts;
    try {
      const { is } = await opened.side.stateOf(lane.from);
      this.#learn(is, await ownState(opened, lane.module, lane.to));
    } catch (thrown) {
      this.#learn("lost", asFault(thrown).code === "store-lost" ? "lost" : null);
      throw thrown;
    }
    this.#receipt = await opened.book.receipt(lane.module, lane.from);
  }

  /** Another state is said at once. */
  #learn(standby: StoreState, own: OwnState | null): void {
    if (standby === this.#standby && own === this.#own) return;
    this.#standby = standby;
    this.#own = own;
    this.#newsNow();
  }

  async #readPosition(book: LaneBook): Promise<ImportPosition> {
    const { lane } = this.#parts;
    const position = await book.position(lane.module, lane.from);
    this.#applied = position.applied;
    this.#quarantine ??= await book.quarantine(lane.module, lane.from);
    return position;
  }

  /** A package is applied only when it is this lane's next, of the data set that this lane carries; its parts are the kind's to check. */
  #checkPlace(received: Received, previous: PackageRef | null): void {
    const { lane } = this.#parts;
    const { manifest } = received;
    const isLane =
      manifest.lane.from === lane.from && manifest.lane.to === lane.to && manifest.lane.module === lane.module;
    const isReturn = manifest.dataSet === lane.to && manifest.request !== null && manifest.request.source !== "home";
    if (!isLane || (manifest.dataSet !== lane.from && !isReturn)) {
      throw new Fault("package-damaged", "A package belongs to another lane.");
    }
    if (manifest.previous !== (previous?.hash ?? null)) {
      throw new Fault("package-damaged", "A package does not follow the one before it.");
    }
  }

  /** Answers what the exporter asks; beside `turn`, however long that takes. Never rejects. */
  async answer(): Promise<void> {
    if (await this.#answering.answer()) this.#newsNow();
  }

  /** Answers a compare; beside everything else, however long that takes. Never rejects. */
  async answerCompare(signal: AbortSignal): Promise<void> {
    if (await this.#telling.answer(signal)) this.#newsNow();
  }

  /** Says the word when there is news or the last is a beat old; beside `turn`, however long that takes. Never rejects. */
  async keepWord(): Promise<void> {
    const { clock } = this.#parts;
    const isDue = this.#saidAt === null || clock.elapsed() - this.#saidAt >= BEAT_MS - 500;
    if (!isDue) return;
    try {
      await this.#say();
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** One word after the other: a later one is never overwritten by an earlier. */
  #say(): Promise<void> {
    const said = this.#saying.catch(() => {}).then(() => this.#sayNow());
    this.#saying = said;
    return said;
  }

  async #sayNow(): Promise<void> {
    const { lane, transport, clock, runId, storeStamp, freeBytes } = this.#parts;
    const free = await freeBytes().catch(() => null);
    const applied = this.#applied; // before the canary is read: what stands there is no older
    const canary = await this.#readCanary();
    this.#beat += 1;
    const standby = this.#standby;
    const attempt = this.#attempt;
    const ack: Ack = {
      format: 1,
      applied,
      expects: applied && { epoch: applied.epoch, seq: applied.seq + 1 },
      quarantine: this.#quarantine,
      canary,
      resend: attempt.is === "failed" && isForResend(attempt.fault),
      writer: runId,
      beat: this.#beat,
      standbyStoreId: standby === "lost" ? null : storeStamp,
      standby,
      own: this.#own,
      receipt: this.#receipt,
      importState: this.#state(),
      lastError: attempt.is === "failed" ? told(attempt.fault) : null,
      at: isoInstant(clock.now()),
      freeBytes: free,
    };
    this.#saidAt = clock.elapsed(); // what becomes news while it is written is said next
    await transport.sayWord(lane, ack);
  }

  /** The canary as it stands here now; null where it cannot be read, and for kinds that have none. */
  async #readCanary(): Promise<CanaryMark | null> {
    try {
      const number = (await this.#opened?.side.canary(this.#parts.lane.from)) ?? null;
      return number === null ? null : { number };
    } catch {
      return null; // whatever ails the store is told by who imports into it
    }
  }

  /** What ails the import, or the answer to what was asked. */
  get #attempt(): Attempt {
    if (this.#attempts.current.is === "failed") return this.#attempts.current;
    const told = [this.#answering.attempts.current, this.#telling.attempts.current];
    return told.find((one) => one.is === "failed") ?? this.#attempts.current;
  }

  #state(): Ack["importState"] {
    const { clock } = this.#parts;
    if (isImportStalled(this.#measure.progressAt, clock.now())) return importState({ kind: "failed", why: "stalled" });
    const attempt = this.#attempt;
    switch (attempt.is) {
      case "none":
        return importState({ kind: "never-ran" });
      case "failed":
        return importState({ kind: "failed", why: attempt.fault.code });
      case "ended":
        return importState({ kind: "ran" });
    }
  }

  /** What is known now. */
  report(): ImportReport {
    const { lane, role, runId, clock } = this.#parts;
    return {
      lane,
      role,
      runId,
      at: clock.now(),
      attempt: this.#attempt,
      lastImportAt: this.#lastImportAt,
      quarantine: this.#quarantine,
      progressAt: this.#measure.progressAt,
    };
  }

  #open(): OpenedImport {
    this.#opened ??= this.#parts.open();
    return this.#opened;
  }

  #succeed(): void {
    if (this.#attempts.succeed()) this.#newsNow();
  }

  #fail(thrown: unknown): void {
    this.#retryAt = this.#parts.clock.elapsed() + RETRY_MS;
    if (this.#attempts.fail(thrown)) this.#newsNow();
  }

  /** The state changed: the word goes out at the next chance, not with the next beat. */
  #newsNow(): void {
    this.#saidAt = null;
    this.#parts.changed();
  }
}

/**
 * An importer that is not as far as it has said is an older copy. Were it to begin a new epoch, nobody could tell any more
 * (DESIGN 4): it waits where it is, and its exporter reads that in its word.
 */
function checkPosition({ manifest: { acked } }: Received, { applied }: ImportPosition): void {
  if (acked === undefined || (applied !== null && comparePackages(applied, acked) >= 0)) return;
  const sentence = `Packages up to ${packageName(acked)} were acknowledged here, and this database does not know them: it may be an older copy.`;
  throw new Fault("package-missing", sentence, packageName(acked));
}

/** What is on its way can never be applied as it is; made anew it may. */
function isForResend({ code }: FaultRecord): boolean {
  return ["package-damaged", "package-missing", "too-many-quarantined"].includes(code);
}

function told({ code, sentence, at }: FaultRecord): Ack["lastError"] {
  return { code, sentence, at: isoInstant(at) };
}
