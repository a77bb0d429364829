import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { type Meddling, TwoPools } from "#lib/testkit/two-pools.ts";
import { EngineHand } from "./engine-hand.ts";
import { Person } from "./person.ts";
import { PostOffice } from "./post-office.ts";
import type { Side } from "./step.ts";
import { Thief } from "./thief.ts";
import type { Kind } from "./twin/items.ts";
import { Twin } from "./twin/twin.ts";
import { FileUsers } from "./users/file-users.ts";
import { RowUsers } from "./users/row-users.ts";
import { Vandal } from "./vandal.ts";
import { Weather } from "./weather.ts";

/** Memory where there is some: histories are many, and none has to survive a power cut. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

type Sided<T> = Readonly<Record<Side, T>>;

/** Everybody who takes part in a history. */
export type Cast = {
  readonly world: TwoPools;
  readonly twin: Twin;
  readonly hand: EngineHand;
  readonly weather: Weather;
  /** The weather and a planted bug between the engine and its plugs; an engine that starts again needs it again. */
  readonly meddling: Meddling;
  readonly rows: Sided<RowUsers>;
  readonly files: Sided<FileUsers>;
  readonly thieves: Sided<Thief>;
  readonly vandals: Sided<Vandal>;
  readonly person: Person;
  readonly offices: Readonly<Record<Kind, Sided<PostOffice>>>;
  /** Where somebody keeps an older copy of a database. */
  readonly oldCopy: string;
  readonly story: string[];
};

export async function openCast(bug: Meddling): Promise<Cast> {
  const weather = new Weather();
  const story: string[] = [];
  const meddling: Meddling = {
    transport: (real) => weather.over(bug.transport?.(real) ?? real),
    book: (real, pool) => weather.over(bug.book?.(real, pool) ?? real),
    rows: (real, pool) => weather.over(bug.rows?.(real, pool) ?? real),
    files: (real, pool) => weather.over(bug.files?.(real, pool) ?? real),
    ledger: (real, opened) => weather.over(bug.ledger?.(real, opened) ?? real),
    ...(bug.scanList && { scanList: bug.scanList }),
    log: (line, detail) => story.push(`      ${line} ${JSON.stringify(detail)}`),
  };
  const world = await TwoPools.open(meddling, PLACE);
  const { folder, clock } = world;
  const twin = new Twin(folder, [POOL_1, POOL_2], () => clock.now());
  mkdirSync(join(folder, "drawer"), { recursive: true });
  const office = (module: string) => both((pool, partner) => new PostOffice(folder, module, pool, partner));
  return {
    world,
    twin,
    hand: new EngineHand(world, twin),
    weather,
    meddling,
    rows: both((pool, partner) => new RowUsers(folder, pool, partner)),
    files: both((pool) => new FileUsers(folder, pool)),
    thieves: both((pool, partner) => new Thief(folder, pool, partner)),
    vandals: both((pool, partner) => new Vandal(folder, pool, partner)),
    person: new Person(world, twin),
    offices: { rows: office(PRESENCE), files: office(DATA_CONF) },
    oldCopy: join(folder, "drawer", "user.db"),
    story,
  };
}

export async function closeCast({ world, twin, rows }: Cast): Promise<void> {
  twin.close();
  for (const users of Object.values(rows)) users.close();
  openFolders(Buffer.from(world.folder));
  await world.close();
}

/** What forbids to write into it cannot be emptied. */
function openFolders(folder: Buffer): void {
  for (const name of readdirSync(folder, { encoding: "buffer" })) {
    const path = Buffer.concat([folder, Buffer.from("/"), name]);
    if (!lstatSync(path).isDirectory()) continue;
    chmodSync(path, 0o700);
    openFolders(path);
  }
}

function both<T>(make: (pool: string, partner: string) => T): Sided<T> {
  return { 1: make(POOL_1, POOL_2), 2: make(POOL_2, POOL_1) };
}
