import { Crash } from "#lib/testkit/crash.ts";
import { type Cast, storesOf } from "./cast.ts";
import { Disaster } from "./disaster.ts";
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
import { readStatus, saidAsOf, toldModule } from "./twin/status.ts";
import type { RowAct } from "./users/row-act.ts";

const SIDES = [1, 2] as const;
const KINDS: readonly Kind[] = ["rows", "files"];
const INTERVAL_MS = 120_000;

/** What happens, step by step, each told to the twin and put down in the story. */
export class Scene {
  readonly #cast: Cast;
  /** What is played at every pair of the service, this one among them. */
  readonly #all: readonly Scene[];
  readonly disaster: Disaster;

  /** `all`: to be filled. */
  constructor(cast: Cast, all: readonly Scene[]) {
    this.#cast = cast;
    this.#all = all;
    this.disaster = new Disaster(cast, this);
  }

  async step(step: Step): Promise<void> {
    this.tell(told(step));
    this.#cast.twin.disturbed();
    if (isEngineStep(step)) await this.engine(step);
    else if (isUserStep(step)) this.users(step);
    else await this.#world(step);
    if (this.#others.length === 0) return;
    this.#cast.twin.disturbed(); // whatever it was
    for (const { twin } of this.#others) twin.untouched();
  }

  tell(line: string): void {
    const { story, pools } = this.#cast;
    story.push(this.#all[0] === this ? `- ${line}` : `- at ${pools[1]}: ${line}`);
  }

  /** It befell somebody, and nothing else is to be expected at this pair. */
  befell(what: string): void {
    const { befell, twin } = this.#cast;
    befell[what] = (befell[what] ?? 0) + 1;
    twin.troubled();
  }

  get #others(): readonly Cast[] {
    return this.#all.flatMap((scene) => (scene === this ? [] : scene.#cast));
  }

  async engine(step: EngineStep): Promise<void> {
    const { hand, twin, weather } = this.#cast;
    twin.disturbed();
    weather.calm();
    await hand.take(step).catch((thrown) => {
      if (!weather.isWild) throw thrown;
    });
    if (weather.isWild) throw new Violation("the engine runs in circles");
    twin.served();
  }

  users(step: UserStep): void {
    const { rows, files, twin, pools } = this.#cast;
    if ("pool" in step && this.#isRefused(step)) return;
    // That a lost row was made anew and deleted keeps it from coming back, and one look at both sees nothing.
    const partsOf = (side: Side, acts: readonly RowAct[]) =>
      twin.lacks("rows", pools[side]) ? acts.map((act) => [act]) : [acts];
    const write = (side: Side, acts: readonly RowAct[]) => {
      if (this.disaster.hasForeignRows(side)) return;
      for (const some of partsOf(side, acts)) this.#wrote(side, () => rows[side].write(some));
    };
    switch (step.do) {
      case "rows":
        write(step.pool, step.acts);
        break;
      case "files":
        this.#wrote(step.pool, () => files[step.pool].writeAll(step.acts));
        break;
      case "begin":
        this.befell("writer paused");
        if (!this.disaster.hasForeignRows(step.pool)) rows[step.pool].begin(partsOf(step.pool, step.acts)[0] ?? []);
        break;
      case "wake":
        this.#wrote(step.pool, () => rows[step.pool].wake());
        break;
      case "contest":
        this.befell("owned by both");
        for (const side of SIDES) write(side, [{ ...step, act: "insert", value: side, of: "own" }]);
    }
  }

  /** A store that is full or read-only takes nothing from anybody. */
  #isRefused({ do: does, pool }: Extract<UserStep, { pool: Side }>): boolean {
    const { sickBay, world, pools } = this.#cast;
    return (
      does !== "wake" && sickBay.isRefusing(storesOf(world.folder, pools[pool])[does === "files" ? "files" : "rows"])
    );
  }

  /** One side gives up what both own. */
  yields(side: Side, items: readonly string[]): void {
    this.tell(`pool ${side} yields what both own`);
    this.#wrote(side, () => this.#cast.rows[side].drop(items));
  }

  async #world(step: WorldStep): Promise<void> {
    const { world, twin, hand, weather, person } = this.#cast;
    switch (step.do) {
      case "mail":
        this.#mail(step);
        break;
      case "travel":
        world.clock.travel(step.ms);
        break;
      case "ail":
        this.#ail(step);
        break;
      case "mend":
        this.mend(step.pool);
        break;
      case "ask-for-sync":
        await person.sync(step.pool);
        break;
      case "ask-for-compare":
        world.clock.travel(1); // what happened before it has a moment of its own
        await person.compare(step.kind, step.from, step);
        hand.compares();
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
        this.befell("requests stopped");
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
        this.#cast.befell.restart = (this.#cast.befell.restart ?? 0) + 1;
        await this.restart();
        twin.served();
        break;
      case "release":
        await this.#release(step.kind, step.from);
        break;
      case "stop-importer":
        this.befell("importer stopped");
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
        this.befell("killed");
        weather.brewDeath(step.at, step.isAfter);
        await this.engine(step.during).catch(unlessDead);
        await this.restart();
        twin.served();
    }
  }

  #mail({ kind, from, mischief }: Extract<Step, { do: "mail" }>): void {
    if (this.#cast.offices[kind][from].do(mischief)) this.befell(mischief.does);
  }

  async #release(kind: Kind, from: Side): Promise<void> {
    this.#cast.weather.calm();
    await this.#cast.person.release(kind, from);
  }

  /** What was only taken away will not be brought back: its place is another's now. */
  async #adopt(side: Side, beginsAnew: boolean): Promise<void> {
    const { person } = this.#cast;
    this.befell("adopted");
    this.#awayForGood(side);
    await person.adopt(side);
    this.disaster.adopting(side);
    if (beginsAnew) await this.restart();
  }

  #awayForGood(side: Side): void {
    const { thieves, twin, pools } = this.#cast;
    for (const loss of thieves[side].keep()) {
      if (loss === "user-database") this.#neverComesBack(side);
      twin.found(loss, pools[side]);
    }
  }

  /** What was asked for fills a standby anew whose marker went, and marks the place in the end. */
  #replaced(): void {
    const { thieves, twin, pools, person } = this.#cast;
    if (!person.hasAsked) return;
    for (const side of SIDES) {
      for (const loss of thieves[side].keepReplaced()) twin.found(loss, pools[side]);
      twin.filling("standby-content", pools[side], person.isWaiting);
    }
  }

  /** Programs open the database that comes in its place: the one that they had open is nobody's any more. */
  #neverComesBack(side: Side): void {
    const { rows, twin, pools } = this.#cast;
    rows[side].close();
    twin.close();
    twin.struck("database-gone", pools[side]);
  }

  async #meanwhile(what: Extract<Step, { do: "meanwhile" }>["what"], asks: boolean): Promise<void> {
    this.#cast.twin.served();
    if (what.do === "mail") this.#mail(what);
    else this.users(what);
    if (asks) await this.ask();
  }

  /** Every write has a moment of its own. */
  #wrote(side: Side, write: () => void): void {
    this.#cast.world.clock.travel(1);
    write();
    this.#cast.twin.usersWrote(this.#cast.pools[side]);
  }

  async #restore(side: Side): Promise<void> {
    if (this.disaster.isAt(side === 1 ? 2 : 1)) return; // nobody gives up what stands for what is lost
    this.befell("given up");
    await this.#cast.person.restore(side);
    this.disaster.concerns();
  }

  async restart(whileDown?: () => void): Promise<void> {
    const { weather, world, meddling } = this.#cast;
    for (const { twin } of [this.#cast, ...this.#others]) twin.disturbed();
    weather.clear();
    // It adopts what stands there as it begins, and not what stood there when that was asked.
    for (const scene of this.#all) for (const side of scene.disaster.adopted) scene.#awayForGood(side);
    await world.restart(meddling, whileDown);
    for (const { disaster } of this.#all) disaster.began();
  }

  #lose(side: Side, loss: Parameters<Thief["take"]>[0]): void {
    if (this.disaster.isAt(1) || this.disaster.isAt(2)) return; // of what is lost twice nothing is left
    if (loss === "user-database") this.users({ do: "wake", pool: side });
    this.#cast.world.clock.travel(1);
    if (!this.#cast.thieves[side].take(loss)) return;
    this.befell(`${loss} away`);
    this.#cast.twin.lost(loss, this.#cast.pools[side]);
  }

  bringBack(side: Side): void {
    this.#replaced();
    for (const loss of this.#cast.thieves[side].bringBack()) this.#cast.twin.putBack(loss, this.#cast.pools[side]);
    this.#cast.twin.served();
  }

  /** Of every pair. What is read off the ledger first was said a while ago. True when all of this pair is Final. */
  async ask(): Promise<boolean> {
    const { world } = this.#cast;
    await this.#judge(() => {});
    await world.tell();
    const final = await this.#judge((scene, answers) => scene.#tellAnswers(answers));
    for (const [scene, asOf] of final) scene.disaster.healed(asOf);
    return final.has(this);
  }

  /** The scenes at whose pair all is Final, and as of when. */
  async #judge(hear: (scene: Scene, answers: readonly string[]) => void): Promise<ReadonlyMap<Scene, number>> {
    for (const { person } of [this.#cast, ...this.#others]) await person.look();
    const statuses = await this.#cast.world.poolStatuses();
    const final = new Map<Scene, number>();
    for (const scene of this.#all) {
      const { twin } = scene.#cast;
      scene.#replaced();
      const answers = scene.#answersAmong(statuses);
      hear(scene, answers);
      const seen = twin.judge(answers);
      if (seen.every(({ ExportStatus }) => ExportStatus === "FinalState"))
        final.set(scene, Math.min(...seen.map(saidAsOf)));
    }
    return final;
  }

  #tellAnswers(answers: readonly string[]): void {
    for (const { PoolFqdn, BackupModules } of answers.map(readStatus)) {
      for (const module of BackupModules) this.#cast.story.push(`    ${PoolFqdn} says ${toldModule(module)}`);
    }
  }

  async answers(): Promise<string[]> {
    return this.#answersAmong(await this.#cast.world.poolStatuses());
  }

  #answersAmong(statuses: Awaited<ReturnType<Cast["world"]["poolStatuses"]>>): string[] {
    const ours = new Set(Object.values(this.#cast.pools));
    return statuses.filter(({ PoolFqdn }) => ours.has(PoolFqdn)).map((status) => JSON.stringify(status));
  }

  /** A store is sick from now on. */
  #ail({ pool, kind, is, room }: Extract<Step, { do: "ail" }>): void {
    const { sickBay, world, pools } = this.#cast;
    if (kind === "rows") this.users({ do: "wake", pool });
    this.befell(`${is} ${kind === "rows" ? "database" : "file store"}`);
    sickBay.admit(storesOf(world.folder, pools[pool])[kind], is, room);
  }

  /** The stores of a pool are well again. */
  mend(pool: Side): void {
    const { sickBay, world, pools } = this.#cast;
    sickBay.discharge(storesOf(world.folder, pools[pool]).all);
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
