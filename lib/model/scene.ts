import { Crash } from "#lib/testkit/crash.ts";
import type { Cast } from "./cast.ts";
import { Disaster } from "./disaster.ts";
import { poolOf } from "./engine-hand.ts";
import {
  type EngineStep,
  isEngineStep,
  isUserStep,
  type Side,
  type Step,
  told,
  type UserStep,
  type WorldStep,
} from "./step.ts";
import type { Thief } from "./thief.ts";
import { type Kind, Violation } from "./twin/items.ts";
import { readStatus, toldModule } from "./twin/status.ts";
import type { RowAct } from "./users/row-act.ts";

const SIDES = [1, 2] as const;
const KINDS: readonly Kind[] = ["rows", "files"];
const INTERVAL_MS = 120_000;

/** What happens, step by step, each told to the twin and put down in the story. */
export class Scene {
  readonly #cast: Cast;
  readonly disaster: Disaster;

  constructor(cast: Cast) {
    this.#cast = cast;
    this.disaster = new Disaster(cast, this);
  }

  async step(step: Step): Promise<void> {
    this.tell(told(step));
    this.#cast.twin.disturbed();
    if (isEngineStep(step)) await this.engine(step);
    else if (isUserStep(step)) this.users(step);
    else await this.#world(step);
  }

  tell(line: string): void {
    this.#cast.story.push(`- ${line}`);
  }

  async engine(step: EngineStep): Promise<void> {
    const { hand, twin, weather } = this.#cast;
    twin.disturbed();
    weather.calm();
    await hand.take(step);
    if (weather.isWild) throw new Violation("the engine runs in circles");
    twin.served();
  }

  users(step: UserStep): void {
    const { rows, files } = this.#cast;
    const write = (side: Side, acts: readonly RowAct[]) => {
      if (!this.disaster.hasForeignRows(side)) this.#wrote(side, () => rows[side].write(acts));
    };
    switch (step.do) {
      case "rows":
        write(step.pool, step.acts);
        break;
      case "files":
        this.#wrote(step.pool, () => files[step.pool].writeAll(step.acts));
        break;
      case "begin":
        if (!this.disaster.hasForeignRows(step.pool)) rows[step.pool].begin(step.acts);
        break;
      case "wake":
        this.#wrote(step.pool, () => rows[step.pool].wake());
        break;
      case "contest":
        for (const side of SIDES) write(side, [{ ...step, act: "insert", value: side, of: "own" }]);
    }
  }

  /** One side gives up what both own. */
  yields(side: Side, items: readonly string[]): void {
    this.tell(`pool ${side} yields what both own`);
    this.#wrote(side, () => this.#cast.rows[side].drop(items));
  }

  async #world(step: WorldStep): Promise<void> {
    const { world, twin, hand, weather, offices, person } = this.#cast;
    switch (step.do) {
      case "mail":
        offices[step.kind][step.from].do(step.mischief);
        break;
      case "travel":
        world.clock.travel(step.ms);
        break;
      case "ask-for-sync":
        await person.sync(step.pool);
        break;
      case "adopt":
        await this.#adopt(step.pool, step.beginsAnew);
        break;
      case "restore":
        await this.#restore(step.pool);
        break;
      case "from-trash":
        await person.takeFromTrash(step.kind, step.pool, step.which);
        break;
      case "stop-requests":
        await person.stopAll();
        this.disaster.concerns(); // what had begun to come back is half back
        break;
      case "copy-database":
        this.disaster.copy(step.pool);
        break;
      case "misfortune":
        await this.disaster.strike(step.what, step.pool);
        break;
      case "restart":
        await this.restart();
        twin.served();
        break;
      case "release":
        await this.#release(step.kind, step.from);
        break;
      case "stop-importer":
        hand.stop(step.kind, step.from);
        break;
      case "start-importer":
        hand.start(step.kind, step.from);
        break;
      case "lose":
        this.#lose(step.pool, step.loss);
        break;
      case "bring-back":
        this.bringBack(step.pool);
        break;
      case "meanwhile":
        weather.brew(step.at, false, () => this.#meanwhile(step.what, step.asks));
        await this.engine(step.during);
        weather.clear();
        break;
      case "die":
        weather.brewDeath(step.at, step.isAfter);
        await this.engine(step.during).catch(unlessDead);
        await this.restart();
        twin.served();
    }
  }

  async #release(kind: Kind, from: Side): Promise<void> {
    this.#cast.weather.calm();
    await this.#cast.person.release(kind, from);
  }

  /** What was only taken away will not be brought back: its place is another's now. */
  async #adopt(side: Side, beginsAnew: boolean): Promise<void> {
    const { thieves, twin, person } = this.#cast;
    for (const loss of thieves[side].keep()) {
      if (loss === "user-database") twin.struck("database-gone", poolOf(side));
      twin.found(loss, poolOf(side));
    }
    await person.adopt(side);
    this.disaster.adopting();
    if (beginsAnew) await this.restart();
  }

  async #meanwhile(what: UserStep, asks: boolean): Promise<void> {
    this.#cast.twin.served();
    this.users(what);
    if (asks) await this.ask();
  }

  /** Every write has a moment of its own. */
  #wrote(side: Side, write: () => void): void {
    this.#cast.world.clock.travel(1);
    write();
    this.#cast.twin.usersWrote(poolOf(side));
  }

  async #restore(side: Side): Promise<void> {
    if (this.disaster.isAt(side === 1 ? 2 : 1)) return; // nobody gives up what stands for what is lost
    await this.#cast.person.restore(side);
    this.disaster.concerns();
  }

  async restart(whileDown?: () => void): Promise<void> {
    const { weather, world, meddling, twin } = this.#cast;
    twin.disturbed();
    weather.clear();
    await world.restart(meddling, whileDown);
    this.disaster.began();
  }

  #lose(side: Side, loss: Parameters<Thief["take"]>[0]): void {
    if (this.disaster.isAt(1) || this.disaster.isAt(2)) return; // of what is lost twice nothing is left
    if (loss === "user-database") this.users({ do: "wake", pool: side });
    this.#cast.world.clock.travel(1);
    if (this.#cast.thieves[side].take(loss)) this.#cast.twin.lost(loss, poolOf(side));
  }

  bringBack(side: Side): void {
    for (const loss of this.#cast.thieves[side].bringBack()) this.#cast.twin.found(loss, poolOf(side));
    this.#cast.twin.served();
  }

  /** What is read off the ledger first was said a while ago. True when all is Final. */
  async ask(): Promise<boolean> {
    const { twin, world, story, person } = this.#cast;
    await person.look();
    twin.judge(await this.answers());
    await world.tell();
    await person.look();
    const answers = await this.answers();
    for (const { PoolFqdn, BackupModules } of answers.map(readStatus)) {
      for (const module of BackupModules) story.push(`    ${PoolFqdn} says ${toldModule(module)}`);
    }
    const isFinal = twin.judge(answers).every((module) => module.ExportStatus === "FinalState");
    if (isFinal) this.disaster.healed();
    return isFinal;
  }

  async answers(): Promise<string[]> {
    return (await this.#cast.world.poolStatuses()).map((status) => JSON.stringify(status));
  }

  /** Until all is Final and stays so for a round, or the rounds are over. True when it does. */
  async rest(rounds: number): Promise<boolean> {
    let wasFinal = false;
    for (let round = 0; round < rounds; round++) {
      this.tell("round");
      for (const from of SIDES) for (const kind of KINDS) await this.#release(kind, from);
      this.#cast.world.clock.travel(INTERVAL_MS); // what one cycle may carry it may carry once an interval
      await this.engine({ do: "round" });
      await this.engine({ do: "beat" });
      const isFinal = await this.ask();
      if (wasFinal && isFinal) return true;
      wasFinal = isFinal;
    }
    return false;
  }
}

function unlessDead(thrown: unknown): void {
  if (!(thrown instanceof Crash)) throw thrown;
}
