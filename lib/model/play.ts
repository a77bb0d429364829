import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { type Meddling, TwoPools } from "#lib/testkit/two-pools.ts";
import { EngineHand, poolOf } from "./engine-hand.ts";
import { population } from "./population.ts";
import { PostOffice } from "./post-office.ts";
import { type EngineStep, type History, type Side, type Step, told, type UserStep } from "./step.ts";
import { Thief } from "./thief.ts";
import { Violation } from "./twin/items.ts";
import { readStatus, toldModule } from "./twin/status.ts";
import { Twin } from "./twin/twin.ts";
import { FileUsers } from "./users/file-users.ts";
import { type RowAct, RowUsers } from "./users/row-users.ts";
import { Weather } from "./weather.ts";

const SIDES = [1, 2] as const;
const ENGINE_STEPS = new Set(["cycle", "deletions", "import-one", "import", "listen", "carry", "beat", "round"]);
/** Memory where there is some: histories are many, and none has to survive a power cut. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
/** So many rounds are enough for whatever was disturbed. */
const ROUNDS = 12;

/** Plays one history against the real engine on real stores, with the twin as judge. Resolves to the states that it saw. */
export async function play(history: History, bug: Meddling = {}): Promise<ReadonlyMap<string, number>> {
  const player = await Player.open(bug);
  try {
    await player.play(history);
    return player.twin.seen;
  } catch (thrown) {
    throw new Violation(`${player.story.join("\n")}\n=> ${sentence(thrown)}`, { cause: thrown });
  } finally {
    await player.close();
  }
}

function sentence(thrown: unknown): string {
  if (thrown instanceof Violation) return thrown.message;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

class Player {
  readonly story: string[] = [];
  readonly twin: Twin;
  readonly #world: TwoPools;
  readonly #hand: EngineHand;
  readonly #weather: Weather;
  readonly #meddling: Meddling;
  readonly #rows: Readonly<Record<Side, RowUsers>>;
  readonly #files: Readonly<Record<Side, FileUsers>>;
  readonly #thieves: Readonly<Record<Side, Thief>>;
  readonly #offices: ReadonlyMap<string, PostOffice>;
  readonly #oldCopy: string;

  static async open(bug: Meddling): Promise<Player> {
    const weather = new Weather();
    const story: string[] = [];
    const meddling: Meddling = {
      transport: (real) => weather.over(bug.transport?.(real) ?? real),
      book: (real, pool) => weather.over(bug.book?.(real, pool) ?? real),
      rows: (real, pool) => weather.over(bug.rows?.(real, pool) ?? real),
      files: (real, pool) => weather.over(bug.files?.(real, pool) ?? real),
      log: (line, detail) => story.push(`      ${line} ${JSON.stringify(detail)}`),
    };
    return new Player(await TwoPools.open(meddling, PLACE), weather, meddling, story);
  }

  private constructor(world: TwoPools, weather: Weather, meddling: Meddling, story: string[]) {
    const { folder } = world;
    this.story = story;
    this.#world = world;
    this.#weather = weather;
    this.#meddling = meddling;
    this.twin = new Twin(folder, [POOL_1, POOL_2], () => world.clock.now());
    this.#hand = new EngineHand(world, this.twin);
    this.#rows = { 1: new RowUsers(folder, POOL_1, POOL_2), 2: new RowUsers(folder, POOL_2, POOL_1) };
    this.#files = { 1: new FileUsers(folder, POOL_1), 2: new FileUsers(folder, POOL_2) };
    this.#thieves = { 1: new Thief(folder, POOL_1, POOL_2), 2: new Thief(folder, POOL_2, POOL_1) };
    const lanes = SIDES.flatMap((from) => [
      { from, module: PRESENCE },
      { from, module: DATA_CONF },
    ]);
    this.#offices = new Map(
      lanes.map(({ from, module }) => [
        `${module === PRESENCE ? "rows" : "files"} ${from}`,
        new PostOffice(folder, module, poolOf(from), poolOf(other(from))),
      ]),
    );
    this.#oldCopy = join(folder, "drawer", "user.db");
    mkdirSync(join(folder, "drawer"), { recursive: true });
  }

  async close(): Promise<void> {
    this.twin.close();
    for (const side of SIDES) this.#rows[side].close();
    await this.#world.close();
  }

  async play({ starts, steps, yields, end }: History): Promise<void> {
    let isCopied = false;
    if (starts === "copied") await this.#populate();
    for (const [index, { step, asks }] of steps.entries()) {
      if (end !== "peace" && !isCopied && index >= end.copiedBefore) isCopied = this.#copy(end.rewind);
      await this.#step(step);
      if (asks) await this.#ask();
    }
    await this.#calm();
    await this.#rest(2);
    this.twin.judgeContest(await this.#answers());
    this.#yield(yields);
    await this.#rest(ROUNDS);
    this.twin.judgeRest(await this.#answers());
    if (end !== "peace" && isCopied) await this.#rewind(end.rewind);
  }

  /** Both pools have rows in every table and files in every folder, and the partner has them too. */
  async #populate(): Promise<void> {
    this.story.push("- both pools are populated and copied");
    for (const side of SIDES) {
      for (const step of population(side)) this.#users(step);
    }
    await this.#rest(2);
  }

  async #step(step: Step): Promise<void> {
    this.story.push(`- ${told(step)}`);
    const { clock } = this.#world;
    if (isEngineStep(step)) return this.#engine(step);
    switch (step.do) {
      case "mail":
        this.#offices.get(`${step.kind} ${step.from}`)?.do(step.mischief);
        return;
      case "travel":
        clock.travel(step.ms);
        return;
      case "ask-for-sync":
        await this.#world.syncNow(poolOf(step.pool));
        this.twin.asked(poolOf(step.pool));
        return;
      case "restart":
        return this.#restart();
      case "stop-importer":
        return this.#hand.stop(step.kind, step.from);
      case "start-importer":
        return this.#hand.start(step.kind, step.from);
      case "lose":
        return this.#lose(step.pool, step.loss);
      case "bring-back":
        return this.#bringBack(step.pool);
      case "meanwhile": {
        const { what } = step;
        this.#weather.brew(step.at, false, () => this.#meanwhile(what));
        await this.#engine(step.during);
        return this.#weather.clear();
      }
      case "die":
        this.#weather.brewDeath(step.at, step.isAfter);
        await this.#engine(step.during);
        return this.#restart();
      default:
        return this.#users(step);
    }
  }

  async #engine(step: EngineStep): Promise<void> {
    await this.#hand.take(step);
    this.twin.served();
  }

  async #meanwhile(what: UserStep | "ask"): Promise<void> {
    this.twin.served();
    if (what === "ask") await this.#ask();
    else this.#users(what);
  }

  #users(step: UserStep): void {
    const write = (side: Side, acts: readonly RowAct[]) => this.#wrote(side, () => this.#rows[side].write(acts));
    switch (step.do) {
      case "rows":
        write(step.pool, step.acts);
        break;
      case "files":
        this.#wrote(step.pool, () => {
          for (const act of step.acts) this.#files[step.pool].write(act);
        });
        break;
      case "begin":
        this.#rows[step.pool].begin(step.acts);
        break;
      case "wake":
        this.#wrote(step.pool, () => this.#rows[step.pool].wake());
        break;
      case "contest":
        for (const side of SIDES) write(side, [{ ...step, act: "insert", value: side, of: "own" }]);
    }
  }

  /** Every write has a moment of its own. */
  #wrote(side: Side, write: () => void): void {
    this.#world.clock.travel(1);
    write();
    this.twin.usersWrote(poolOf(side));
  }

  /** What is read off the ledger first was said a while ago. True when all is Final. */
  async #ask(): Promise<boolean> {
    for (const answer of await this.#answers()) this.twin.judge(answer);
    await this.#world.tell();
    let isFinal = true;
    for (const answer of await this.#answers()) {
      const { PoolFqdn, BackupModules } = readStatus(answer);
      for (const module of BackupModules) this.story.push(`    ${PoolFqdn} says ${toldModule(module)}`);
      for (const module of this.twin.judge(answer)) isFinal &&= module.ExportStatus === "FinalState";
    }
    return isFinal;
  }

  async #answers(): Promise<string[]> {
    return (await this.#world.poolStatuses()).map((status) => JSON.stringify(status));
  }

  #restart(whileDown?: () => void): Promise<void> {
    this.#weather.clear();
    return this.#world.restart(this.#meddling, whileDown);
  }

  #lose(side: Side, loss: Parameters<Thief["take"]>[0]): void {
    if (loss === "user-database") this.#users({ do: "wake", pool: side });
    this.#world.clock.travel(1);
    if (this.#thieves[side].take(loss)) this.twin.lost(loss, poolOf(side));
  }

  #bringBack(side: Side): void {
    for (const loss of this.#thieves[side].bringBack()) this.twin.found(loss, poolOf(side));
    this.twin.served();
  }

  /** Nobody disturbs any more. */
  async #calm(): Promise<void> {
    this.story.push("- everything is brought back, everybody wakes, and nobody disturbs any more");
    this.#hand.startAll();
    for (const side of SIDES) {
      this.#bringBack(side);
      this.#users({ do: "wake", pool: side });
    }
  }

  /** Until all is Final, or the rounds are over. */
  async #rest(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      this.story.push("- round");
      await this.#engine({ do: "round" });
      this.#world.clock.travel(11_000);
      await this.#engine({ do: "beat" });
      if (await this.#ask()) return;
    }
  }

  /** One side gives up all keys that both own. */
  #yield(side: Side): void {
    this.story.push(`- pool ${side} yields what both own`);
    for (let table = 0; table < 6; table++) {
      for (const key of [100, 101, 102]) {
        const act = { act: "delete", table, key, value: 0, of: "own" } as const;
        this.#wrote(side, () => this.#rows[side].write([act]));
      }
    }
  }

  #copy(side: Side): boolean {
    const isCopied = !existsSync(this.#oldCopy) && this.#rows[side].copyTo(this.#oldCopy);
    if (isCopied) this.story.push(`- somebody copies the database of pool ${side}`);
    return isCopied;
  }

  /** An older copy of a pool's database comes back, while its partner knows better. */
  async #rewind(side: Side): Promise<void> {
    this.story.push(`- pool ${side} writes once more`);
    this.#users({ do: "rows", pool: side, acts: [{ act: "insert", table: 0, key: 60, value: 1, of: "own" }] });
    await this.#rest(2);
    this.story.push(`- the older copy of the database of pool ${side} is put back`);
    this.#rows[side].close();
    this.twin.close();
    await this.#restart(() => {
      const path = join(this.#world.folder, "pools", poolOf(side), "user.db");
      for (const tail of ["-wal", "-shm"]) rmSync(path + tail, { force: true });
      renameSync(this.#oldCopy, path);
    });
    this.twin.rewound(poolOf(side));
    await this.#rest(3);
    this.twin.judgeRewound(await this.#answers());
  }
}

function isEngineStep(step: Step): step is EngineStep {
  return ENGINE_STEPS.has(step.do);
}

function other(side: Side): Side {
  return side === 1 ? 2 : 1;
}
