import type { TwoPools } from "#lib/testkit/two-pools.ts";
import type { EngineStep, Pools, Side } from "./step.ts";
import type { Kind } from "./twin/items.ts";
import type { Twin } from "./twin/twin.ts";

const never = new AbortController().signal;
const KINDS: readonly Kind[] = ["rows", "files"];

/** So often a cycle may sleep. */
const PATIENCE = 100;

/** Takes the engine's steps for one pair by hand. A stopped importer takes none and says nothing. */
export class EngineHand {
  readonly #world: TwoPools;
  readonly #twin: Twin;
  readonly #pools: Pools;
  readonly #stopped = new Set<string>();
  #compares = false;

  constructor(world: TwoPools, twin: Twin, pools: Pools) {
    this.#world = world;
    this.#twin = twin;
    this.#pools = pools;
  }

  stop(kind: Kind, from: Side): void {
    this.#stopped.add(`${kind} ${from}`);
  }

  start(kind: Kind, from: Side): void {
    this.#stopped.delete(`${kind} ${from}`);
  }

  /** From now on compares go on in every round. */
  compares(): void {
    this.#compares = true;
  }

  startAll(): void {
    this.#stopped.clear();
  }

  async take(step: EngineStep): Promise<void> {
    switch (step.do) {
      case "cycle":
        return this.#cycle(step.kind, step.from);
      case "deletions":
        return this.#deletions(step.kind, step.from);
      case "import-one":
        if (!this.#isStopped(step.kind, step.from)) await this.#world.import(step.kind, this.#pools[step.from]).turn();
        return;
      case "import":
        return this.#import(step.kind, step.from);
      case "listen":
        return this.#world.export(step.kind, this.#pools[step.from]).listen();
      case "carry":
        return this.#carry(step.kind, step.from);
      case "compare":
        await this.#world.learn();
        return this.#compare(step.kind, step.from);
      case "beat":
        for (const from of [1, 2] as const) for (const kind of KINDS) await this.#beat(kind, from);
        return this.#world.tell();
      case "round":
        for (const from of [1, 2] as const) {
          for (const kind of KINDS) {
            await this.#carry(kind, from);
            if (this.#compares) await this.#compare(kind, from);
          }
        }
    }
  }

  /** As far as both sides come before the next look of the lane. */
  async #compare(kind: Kind, from: Side): Promise<void> {
    const [lane, inbox] = [this.#world.export(kind, this.#pools[from]), this.#world.import(kind, this.#pools[from])];
    for (let turn = 0; turn < 3; turn++) {
      await lane.compare(never);
      if (!lane.isComparing) return;
      if (!this.#isStopped(kind, from)) await inbox.answerCompare(never);
    }
  }

  async #cycle(kind: Kind, from: Side): Promise<void> {
    await this.#world.learn();
    this.#twin.begins(kind, this.#pools[from]);
    await this.#whileImporting(kind, from, (signal) => this.#world.export(kind, this.#pools[from]).cycle(signal));
  }

  async #deletions(kind: Kind, from: Side): Promise<void> {
    const lane = this.#world.export(kind, this.#pools[from]);
    if (!lane.hasTombstonesReady) return;
    await this.#whileImporting(kind, from, (signal) => lane.sendTombstones(signal));
  }

  /** While an export waits, its importer goes on; one that waits for ever is ended, as when the engine stops. */
  async #whileImporting(kind: Kind, from: Side, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const [lane, inbox] = [this.#world.export(kind, this.#pools[from]), this.#world.import(kind, this.#pools[from])];
    const { clock } = this.#world;
    const stop = new AbortController();
    let sleeps = 0;
    const alone = clock.meanwhile;
    clock.meanwhile = async () => {
      sleeps += 1;
      if (sleeps > PATIENCE) stop.abort();
      if (this.#isStopped(kind, from)) return alone();
      await inbox.answer();
      await inbox.turn();
      await inbox.keepWord();
      await lane.listen();
    };
    try {
      await work(stop.signal);
    } finally {
      clock.meanwhile = alone;
    }
  }

  async #carry(kind: Kind, from: Side): Promise<void> {
    await this.#cycle(kind, from);
    await this.#import(kind, from);
    if (!this.#world.export(kind, this.#pools[from]).hasTombstonesReady) return;
    await this.#deletions(kind, from);
    await this.#import(kind, from);
  }

  async #import(kind: Kind, from: Side): Promise<void> {
    this.#world.clock.travel(2_500);
    await this.#beat(kind, from);
  }

  async #beat(kind: Kind, from: Side): Promise<void> {
    const [inbox, lane] = [this.#world.import(kind, this.#pools[from]), this.#world.export(kind, this.#pools[from])];
    this.#world.clock.travel(2_500); // longer than a failed import rests
    if (this.#isStopped(kind, from)) return lane.listen();
    await inbox.answer();
    while (await inbox.turn());
    await inbox.keepWord();
    await lane.listen();
    this.#twin.said(kind, this.#pools[from]);
  }

  #isStopped(kind: Kind, from: Side): boolean {
    return this.#stopped.has(`${kind} ${from}`);
  }
}
