import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Cast } from "./cast.ts";
import type { Scene } from "./scene.ts";
import type { Side, Step } from "./step.ts";
import type { Misfortune } from "./twin/misfortune.ts";
import { readStatus } from "./twin/status.ts";

type Struck = { readonly what: Misfortune; readonly side: Side; readonly at: number };

const SIDES = [1, 2] as const;
const other = (side: Side): Side => (side === 1 ? 2 : 1);

/** One misfortune at a time: the next one comes only after all was well again. */
export class Disaster {
  readonly #cast: Cast;
  readonly #scene: Scene;
  #struck: Struck | null = null;
  #hasStruck = false;
  readonly #adopting = new Set<Side>();

  constructor(cast: Cast, scene: Scene) {
    this.#cast = cast;
    this.#scene = scene;
  }

  /** True while something of the pool is lost for good and not seen to. */
  isAt(side: Side): boolean {
    return this.#struck?.side === side;
  }

  /** An engine has to begin anew for an adoption. */
  get isAdopting(): boolean {
    return this.#adopting.size > 0;
  }

  /** Of these pools. */
  get adopted(): ReadonlySet<Side> {
    return this.#adopting;
  }

  adopting(side: Side): void {
    this.#adopting.add(side);
    this.#hasStruck = true;
  }

  /** A person gave up what stood somewhere, which may be ended half way. */
  concerns(): void {
    this.#hasStruck = true;
  }

  /** The engine began anew. */
  began(): void {
    this.#adopting.clear();
  }

  /** All is Final as of then: of what befell it before, if the service has come upon it. */
  healed(asOf: number): void {
    const { twin } = this.#cast;
    if (this.#struck === null || this.isAdopting || twin.isDrifted || twin.isUnnoticed) return;
    if (asOf <= this.#struck.at) return;
    this.#struck = null;
    twin.healed();
  }

  /** Another pool's database stands there, with that pool's rows to be written: nobody takes it for this one's. */
  hasForeignRows(side: Side): boolean {
    return this.isAt(side) && this.#struck?.what === "database-foreign";
  }

  copy(side: Side): void {
    const copy = this.#copyOf(side);
    if (!existsSync(copy) && this.#cast.rows[side].copyTo(copy)) this.#cast.twin.copied(this.#cast.pools[side]);
  }

  async strike(what: Misfortune, side: Side): Promise<void> {
    const { world, thieves, vandals, twin, person } = this.#cast;
    if (this.#struck !== null || person.isWaiting || thieves[1].hasAny || thieves[2].hasAny) return;
    world.clock.travel(1);
    if (what.startsWith("database")) {
      if (!(await this.#strikeDatabase(what, side))) return;
    } else if (!vandals[side].spoil(what)) return;
    this.#struck = { what, side, at: world.clock.now() };
    this.#hasStruck = true;
    this.#scene.befell(what);
    twin.struck(what, this.#cast.pools[side]);
    twin.served();
  }

  async #strikeDatabase(what: Misfortune, side: Side): Promise<boolean> {
    const { rows, twin, vandals } = this.#cast;
    const by = this.#copyOf(side);
    if (what === "database-old" && !existsSync(by)) return false;
    if (what === "database-foreign" && !this.#copyPartners(side)) return false;
    rows[side].close();
    twin.close();
    const isGone = what === "database-gone" || what === "database-and-root";
    await this.#scene.restart(() => {
      vandals[side].replaceDatabase(isGone ? null : by);
      if (what === "database-and-root") vandals[side].spoil("root-moved");
    });
    return true;
  }

  #copyPartners(side: Side): boolean {
    const by = this.#copyOf(side);
    return !existsSync(by) && this.#cast.rows[other(side)].copyTo(by);
  }

  /** What a person does who knows what it is about. */
  async answer(): Promise<void> {
    if (this.#struck === null) return;
    const { what, side } = this.#struck;
    const isOfFolder = !what.startsWith("database") && what !== "root-moved";
    if (isOfFolder) await this.#scene.step({ do: "ask-for-sync", pool: other(side) });
    else await this.#scene.step({ do: "adopt", pool: side, beginsAnew: true });
  }

  /** What a person does who knows only what the status says. True when that is anything. */
  async answerStatus(): Promise<boolean> {
    const answers = (await this.#scene.answers()).map(readStatus);
    const steps: Step[] = [];
    for (const side of SIDES) {
      const { BackupModules: modules = [] } = answers.find(({ PoolFqdn }) => PoolFqdn === this.#cast.pools[side]) ?? {};
      const says = (reason: string, identity = "") =>
        modules.some((one) => one.Reason === reason && one.Identity.startsWith(identity));
      const isWhole = this.#struck?.what === "root-moved" || this.#struck?.what === "database-and-root";
      if (says("store-lost", "UserServices") || says("store-rewound") || (says("store-lost") && isWhole))
        steps.push({ do: "adopt", pool: side, beginsAnew: true });
      else if (says("neither-whole")) steps.push({ do: "adopt", pool: side, beginsAnew: true });
      else if (says("store-lost") || says("restoring")) steps.push({ do: "ask-for-sync", pool: other(side) });
      if (["standby-lost", "standby-rewound", "scan-list-lost", "standby-differs"].some((reason) => says(reason)))
        steps.push({ do: "ask-for-sync", pool: side });
    }
    for (const step of steps) await this.#scene.step(step);
    return steps.length > 0;
  }

  /** There was something for a person to see to. */
  get hasStruck(): boolean {
    return this.#hasStruck;
  }

  #copyOf(side: Side): string {
    return join(dirname(this.#cast.oldCopy), `user-${side}.db`);
  }
}
