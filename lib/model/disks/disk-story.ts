import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asFault } from "#lib/domain/fault.ts";
import type { LastError } from "#lib/domain/last-error.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { type Meddling, TwoPools } from "#lib/testkit/two-pools.ts";
import { differing, type Kind } from "../twin/items.ts";
import type { Sight } from "../twin/places.ts";
import { countsOf, readStatus, type SeenModule } from "../twin/status.ts";
import { type AilingDisk, FILLER, type Ill, type LayDisk } from "./ailing-disk.ts";
import { lookAside } from "./look-aside.ts";

/** What lies on the disk that falls ill: all that the pool keeps that copies go to, or a part of it. */
export const PLACES = ["data folder", "standby", "package share"] as const;
export type Place = (typeof PLACES)[number];
/** Before anything of a change left, or when it is on its way and nobody took it. */
export const MOMENTS = ["before it is sent", "before it is taken"] as const;

/** One story. */
export type Plot = {
  readonly place: Place;
  readonly ill: Ill;
  readonly when: (typeof MOMENTS)[number];
  /** What a full disk still takes. */
  readonly roomKiB: number;
  readonly files: number;
  readonly users: number;
};

/** How it went, as people and other programs saw it. */
export type Outcome = {
  /** Codes of the errors that the states named while the disk was ill. */
  readonly named: readonly string[];
  /** Where a full disk was said to be, when that is not where it was. */
  readonly misplaced: readonly string[];
  /** Whether a state was green as of a moment at which the two sides differed. */
  readonly lies: readonly string[];
  /** Items on the standby that their owner never had like that. */
  readonly halfDone: readonly string[];
  /** After the disk was mended: the states, what differs, and what is left lying about. */
  readonly end: string;
  readonly apart: readonly string[];
  readonly left: readonly string[];
};

const KINDS: readonly Kind[] = ["rows", "files"];
const MODULE: Readonly<Record<Kind, string>> = { rows: PRESENCE, files: DATA_CONF };
const POOLS = [POOL_1, POOL_2] as const;
const FILE_BYTES = 16 * 1024;
/** Users with something of half a kilobyte, new or renamed. */
const WRITE_USERS = `
  with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
  insert into users (sip_uri, display_name, settings, home_pool)
    select 'sip:user' || i || '@x', ?, json_object('note', hex(zeroblob(250))), ? from n where true
    on conflict (sip_uri) do update set display_name = excluded.display_name`;
/** The file by which a store reads its own clock: it stays. */
const CLOCK = "clock";
const ROUNDS_ILL = 2;
/** Longer than anybody believes what he heard. */
const SILENCE_MS = 20_000;

/** `below`: an empty folder for all of it. `meddling` stands between the engine and disks that are only played. */
export async function playDisk(
  plot: Plot,
  lay: LayDisk,
  below: string,
  meddling: (folder: () => string) => Meddling = () => ({}),
): Promise<Outcome> {
  const meddle: Meddling = meddling(() => world.folder);
  const world: TwoPools = await TwoPools.open(meddle, below);
  let disk: AilingDisk | null = null;
  await world.restart(meddle, () => {
    disk = lay(placeIn(world.folder, plot.place));
  });
  if (disk === null) throw new TypeError("there is no disk");
  return new DiskStory(plot, world, disk, meddle, join(below, "aside")).play();
}

function placeIn(folder: string, place: Place): string {
  const pool = join(folder, "pools", POOL_2);
  switch (place) {
    case "data folder":
      return pool;
    case "standby":
      return join(pool, "files", "DataConf", POOL_1);
    case "package share":
      return join(pool, "files", "BackupStore");
  }
}

class DiskStory {
  readonly #plot: Plot;
  readonly #world: TwoPools;
  readonly #disk: AilingDisk;
  readonly #meddling: Meddling;
  readonly #aside: string;
  readonly #named = new Set<string>();
  readonly #misplaced = new Set<string>();
  readonly #lies = new Set<string>();
  readonly #halfDone = new Set<string>();
  /** All that an item of the owner ever was, by its name. */
  readonly #versions = new Map<string, Set<string>>();
  #wroteAt = 0;
  #writes = 0;

  constructor(plot: Plot, world: TwoPools, disk: AilingDisk, meddling: Meddling, aside: string) {
    this.#plot = plot;
    this.#world = world;
    this.#disk = disk;
    this.#meddling = meddling;
    this.#aside = aside;
  }

  async play(): Promise<Outcome> {
    const world = this.#world;
    this.#write();
    await world.settle(1);
    await this.#judge();
    this.#write();
    if (this.#plot.when === "before it is taken") for (const kind of KINDS) await world.cycle(kind);
    await this.#fall();
    for (let round = 0; round < ROUNDS_ILL; round++) {
      await this.#tryAll();
      if (round === 0) this.#write();
    }
    world.clock.travel(SILENCE_MS); // an engine that can tell nobody is believed no longer
    await this.#judge();
    await this.#mend();
    await world.settle(3);
    await this.#judge();
    const end = await world.states();
    const sight = this.#look();
    const apart = KINDS.flatMap((kind) => this.#apart(sight, kind));
    const left = this.#leftLying();
    await world.close().catch(() => {}); // the folder of a mount stays
    return {
      named: [...this.#named].sort(),
      misplaced: [...this.#misplaced],
      lies: [...this.#lies],
      halfDone: [...this.#halfDone],
      end,
      apart,
      left,
    };
  }

  /** Users and files of the owner that change each time; the files grow. */
  #write(): void {
    const world = this.#world;
    this.#writes += 1;
    world.clock.travel(1);
    const folder = join(world.content(POOL_1), "meeting");
    mkdirSync(folder, { recursive: true });
    for (let at = 0; at < this.#plot.files; at++) {
      const path = join(folder, `slides ${at}`);
      writeFileSync(path, Buffer.alloc(FILE_BYTES * this.#writes, `write ${this.#writes}, slides ${at} `));
      const second = Math.floor(world.clock.now() / 1000);
      utimesSync(path, second, second); // of a time that every clock and number holds
    }
    world.sql(POOL_1, WRITE_USERS, this.#plot.users, `Name ${this.#writes}`, POOL_1);
    world.clock.travel(1);
    this.#wroteAt = world.clock.now();
    const sight = this.#look();
    for (const kind of KINDS)
      for (const [key, item] of sight.items(kind, POOL_1, POOL_1) ?? [])
        this.#versions.set(key, (this.#versions.get(key) ?? new Set()).add(item));
  }

  /** A disk that becomes read-only is one that nobody writes to at that moment: what keeps databases there was just started. */
  async #fall(): Promise<void> {
    const { ill, place, roomKiB } = this.#plot;
    const fall = () => this.#disk.fall(ill, roomKiB * 1024);
    if (ill === "read-only" && place === "data folder") await this.#world.restart(this.#meddling, fall);
    else fall();
  }

  async #mend(): Promise<void> {
    this.#disk.mend();
    if (this.#plot.place === "data folder") await this.#world.restart(this.#meddling);
  }

  /** Each lane's turns as the engine takes them: what fails is tried again with the next. */
  async #tryAll(): Promise<void> {
    const world = this.#world;
    const { signal } = new AbortController();
    for (const from of POOLS) {
      for (const kind of KINDS) {
        const [lane, inbox] = [world.export(kind, from), world.import(kind, from)];
        const turns = [
          () => world.learn(),
          () => lane.cycle(signal),
          () => inbox.turn(),
          () => inbox.keepWord(),
          () => lane.listen(),
        ];
        for (const turn of turns) await this.#attempt(turn);
        await this.#judge();
        world.clock.travel(6_000);
      }
    }
  }

  /** What a lane does not take upon itself the engine's loops log. */
  async #attempt(turn: () => Promise<unknown>): Promise<void> {
    await turn().catch((thrown: unknown) => this.#named.add(asFault(thrown).code));
  }

  async #judge(): Promise<void> {
    await this.#attempt(() => this.#world.tell());
    const sight = this.#look();
    for (const status of await this.#world.poolStatuses()) {
      for (const { LastError } of status.BackupModules) if (LastError !== null) this.#nameError(LastError);
      if (status.PoolFqdn !== POOL_1) continue;
      for (const module of readStatus(JSON.stringify(status)).BackupModules) this.#judgeModule(module, sight);
    }
    for (const kind of KINDS)
      for (const [key, item] of sight.items(kind, POOL_1, POOL_2) ?? [])
        if (key !== FILLER && !item.startsWith("folder ") && !this.#versions.get(key)?.has(item))
          this.#halfDone.add(`${key}: ${item}`);
  }

  #nameError({ Code, Path }: LastError): void {
    this.#named.add(Code);
    const isThere = Path?.startsWith(join(this.#world.folder, "pools", POOL_2)) ?? false;
    if (Code === "disk-full" && !isThere) this.#misplaced.add(String(Path));
  }

  /** Final speaks of a moment; SteadyState that knows of nothing to do says the same (DESIGN L5). */
  #judgeModule(module: SeenModule, sight: Sight): void {
    const { Identity, ExportStatus, AsOf, LastScanAt } = module;
    const kind = KINDS.find((one) => MODULE[one] === Identity);
    if (kind === undefined) return;
    const isSteady = ExportStatus === "SteadyState" && countsOf(module).every((count) => count === 0);
    if (ExportStatus !== "FinalState" && !isSteady) return;
    if (Date.parse((kind === "files" ? LastScanAt : AsOf) ?? "") < this.#wroteAt) return;
    const apart = this.#apart(sight, kind);
    if (apart.length > 0) this.#lies.add(`${kind} ${ExportStatus} while ${apart.length} differ`);
  }

  #look(): Sight {
    return lookAside(this.#world.folder, this.#aside, POOLS);
  }

  #apart(sight: Sight, kind: Kind): readonly string[] {
    const nothing = new Map<string, string>();
    const at = (pool: PoolFqdn) => sight.items(kind, POOL_1, pool) ?? nothing;
    return differing(at(POOL_1), at(POOL_2)).filter((key) => key !== FILLER);
  }

  /** Unfinished packages. */
  #leftLying(): readonly string[] {
    return POOLS.flatMap((pool) => {
      const temp = join(this.#world.folder, "pools", pool, "files", "BackupStore", "Temp");
      return readdirSync(temp).filter((name) => name !== CLOCK);
    });
  }
}
