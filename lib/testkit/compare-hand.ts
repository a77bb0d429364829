import { FULL_COMPARE } from "#lib/domain/compare.ts";
import { NO_DETAIL, type RequestDetail } from "#lib/domain/request.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "./evidence.ts";
import type { Short, TwoPools } from "./two-pools.ts";

const NAMES = { rows: PRESENCE, files: DATA_CONF } as const;
const never = new AbortController().signal;

/** Asks for compares of what pool 1 exports, and takes every step that one needs. */
export class CompareHand {
  readonly #world: TwoPools;

  constructor(world: TwoPools) {
    this.#world = world;
  }

  /** A person asks; the request's id. */
  async ask(kind: Short, what: "compare" | "send-again", detail: Partial<RequestDetail> = {}): Promise<string> {
    const compare = what === "compare" ? FULL_COMPARE : undefined;
    const asked = { what, from: POOL_1, to: POOL_2, modules: [NAMES[kind]] } as const;
    const whole = { ...NO_DETAIL, ...(compare && { compare }), ...detail };
    const { id } = await this.#world.ledger.doors.request({ ...asked, detail: whole }, anActor());
    await this.#world.learn();
    return id;
  }

  /** One turn of everybody that a compare needs. */
  async turn(kind: Short): Promise<void> {
    const { clock } = this.#world;
    const [lane, inbox] = [this.#world.export(kind), this.#world.import(kind)];
    await lane.compare(never);
    await inbox.answerCompare(never);
    await lane.compare(never);
    if (clock.elapsed() >= lane.dueAt) await this.#world.cycle(kind);
    while (await inbox.turn());
    clock.travel(5_000);
    await inbox.keepWord();
    await lane.listen();
  }

  async turns(kind: Short, count: number): Promise<void> {
    for (let at = 0; at < count; at++) await this.turn(kind);
    await this.#world.tell();
  }

  /** Turns until everything that was asked has ended; the run of that request as the ledger has it. */
  async through(kind: Short, id: string, turns = 40) {
    const world = this.#world;
    await world.learn();
    for (let at = 0; at < turns; at++) {
      await this.turn(kind);
      const { runs } = world.export(kind).compares();
      if (runs.some((run) => run.endedAt === null)) continue;
      await world.tell();
      return this.runOf(id);
    }
    throw new Error(`it did not end: ${JSON.stringify(world.export(kind).compares())}`);
  }

  async runOf(id: string) {
    return (await this.#world.ledger.doors.requestById(id))?.runs[0];
  }

  /** What the ledger keeps of the lane's compares. */
  kept(kind: Short) {
    return this.#world.ledger.doors.compares({ from: POOL_1, to: POOL_2, module: NAMES[kind] });
  }
}
