import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { type Meddling, POOL_3, POOL_4, TwoPools } from "#lib/testkit/two-pools.ts";
import { EngineHand } from "./engine-hand.ts";
import { Person } from "./person.ts";
import { PostOffice } from "./post-office.ts";
import { SickBay } from "./sick-bay.ts";
import { sickBook, sickFiles, sickTransport } from "./sick-plugs.ts";
import type { Pools, Side } from "./step.ts";
import { Thief } from "./thief.ts";
import type { Kind } from "./twin/items.ts";
import { Twin } from "./twin/twin.ts";
import { FileUsers } from "./users/file-users.ts";
import { RowUsers } from "./users/row-users.ts";
import { Vandal } from "./vandal.ts";
import { Weather } from "./weather.ts";

/** Memory where there is some: histories are many, and none has to survive a power cut. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const PAIRS: readonly Pools[] = [
  { 1: POOL_1, 2: POOL_2 },
  { 1: POOL_3, 2: POOL_4 },
];

type Sided<T> = Readonly<Record<Side, T>>;

/** What all pairs of a service share. */
export type Stage = {
  readonly world: TwoPools;
  readonly weather: Weather;
  readonly sickBay: SickBay;
  /** The weather, sick stores and a planted bug between the engine and its plugs; an engine that starts again needs it again. */
  readonly meddling: Meddling;
  readonly story: string[];
  /** What befell pools and service, by kind. */
  readonly befell: Record<string, number>;
};

/** Everybody who takes part in a history, at one pair. */
export type Cast = Stage & {
  readonly pools: Pools;
  readonly twin: Twin;
  readonly hand: EngineHand;
  readonly rows: Sided<RowUsers>;
  readonly files: Sided<FileUsers>;
  readonly thieves: Sided<Thief>;
  readonly vandals: Sided<Vandal>;
  readonly person: Person;
  readonly offices: Readonly<Record<Kind, Sided<PostOffice>>>;
  /** Where somebody keeps an older copy of a database. */
  readonly oldCopy: string;
};

/** Where a pool's stores are. */
export function storesOf(folder: string, pool: PoolFqdn): Readonly<Record<Kind, string>> & { readonly all: string } {
  const all = join(folder, "pools", pool);
  return { all: `${all}/`, files: join(all, "files"), rows: join(all, "user.db") };
}

/** One cast a pair, on the same stage. */
export async function openCasts(bug: Meddling, pairs: 1 | 2): Promise<readonly [Cast, ...Cast[]]> {
  const weather = new Weather();
  const story: string[] = [];
  const sickBay = new SickBay((ms) => world.clock.travel(ms));
  const at = (pool: PoolFqdn) => storesOf(world.folder, pool);
  const meddling: Meddling = {
    transport: (real) => {
      const sick = sickTransport(real, sickBay, (pool) => at(pool).files);
      return weather.over(bug.transport?.(sick) ?? sick);
    },
    book: (real, pool) => {
      const sick = sickBook(real, sickBay, at(pool).rows);
      return weather.over(bug.book?.(sick, pool) ?? sick);
    },
    rows: (real, pool) => {
      const sick = sickBook(real, sickBay, at(pool).rows);
      return weather.over(bug.rows?.(sick, pool) ?? sick);
    },
    files: (real, pool) => {
      const sick = sickFiles(real, sickBay, at(pool).files);
      return weather.over(bug.files?.(sick, pool) ?? sick);
    },
    ledger: (real, opened) => weather.over(bug.ledger?.(real, opened) ?? real),
    ...(bug.scanList && { scanList: bug.scanList }),
    log: (line, detail) => story.push(`      ${line} ${JSON.stringify(detail)}`),
    hands: sickBay.hands,
  };
  const world = await TwoPools.open(meddling, PLACE, pairs);
  const stage = { world, weather, sickBay, meddling, story, befell: {} };
  const [first, ...others] = PAIRS.slice(0, pairs).map((pools) => castOf(stage, pools));
  if (first === undefined) throw new Error("there is no pair");
  return [first, ...others];
}

function castOf(stage: Stage, pools: Pools): Cast {
  const { world } = stage;
  const { folder, clock } = world;
  const twin = new Twin(folder, [pools[1], pools[2]], () => clock.now());
  const drawer = join(folder, "drawer", pools[1]);
  mkdirSync(drawer, { recursive: true });
  const both = <T>(make: (pool: PoolFqdn, partner: PoolFqdn) => T): Sided<T> => {
    return { 1: make(pools[1], pools[2]), 2: make(pools[2], pools[1]) };
  };
  const office = (module: string) => both((pool, partner) => new PostOffice(folder, module, pool, partner));
  return {
    ...stage,
    pools,
    twin,
    hand: new EngineHand(world, twin, pools),
    rows: both((pool, partner) => new RowUsers(folder, pool, partner)),
    files: both((pool) => new FileUsers(folder, pool)),
    thieves: both((pool, partner) => new Thief(folder, pool, partner)),
    vandals: both((pool, partner) => new Vandal(folder, pool, partner)),
    person: new Person(world, twin, pools),
    offices: { rows: office(PRESENCE), files: office(DATA_CONF) },
    oldCopy: join(drawer, "user.db"),
  };
}

export async function closeCasts(casts: readonly [Cast, ...Cast[]]): Promise<void> {
  for (const { rows } of casts) for (const users of Object.values(rows)) users.close();
  const { world } = casts[0];
  openFolders(Buffer.from(world.folder));
  await world.close();
  for (const { twin } of casts) twin.close(); // last, and it only reads: nobody tidies up a database that goes
}

/** What forbids to write into it cannot be emptied. */
function openFolders(folder: Buffer): void {
  for (const entry of readdirSync(folder, { encoding: "buffer", withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = Buffer.concat([folder, Buffer.from("/"), entry.name]);
    chmodSync(path, 0o700);
    openFolders(path);
  }
}
