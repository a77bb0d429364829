import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { poolPlaces } from "#lib/service/pool-places.ts";
import { HOUR } from "#lib/testkit/builders.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";
import { changeBytes, type Mutation, mutated, mutations } from "./mutation.ts";

const MODULES = { rows: PRESENCE, files: DATA_CONF } as const;

export type InventoryCase = {
  readonly kind: keyof typeof MODULES;
  /** The importer itself is wrong, and vouches for it; else the file was damaged after it was written. */
  readonly isSealed: boolean;
  readonly changes: readonly Mutation[];
};

export const inventoryCases: fc.Arbitrary<InventoryCase> = fc.record({
  kind: fc.constantFrom("rows" as const, "files" as const),
  isSealed: fc.boolean(),
  changes: mutations,
});

/** A full push that is answered with an inventory that is damaged or lies, on two real pools. */
export class InventoryFuzz {
  readonly #world: TwoPools;

  private constructor(world: TwoPools) {
    this.#world = world;
  }

  static async open(): Promise<InventoryFuzz> {
    const world = await TwoPools.open();
    for (const name of ["ada", "bob", "eve"]) world.user(`sip:${name}@x`, name);
    world.makeFolder("folder");
    for (const name of ["a.txt", "folder/b.txt"])
      writeFileSync(join(world.content(POOL_1), name), `content of ${name}`);
    await world.settle(2);
    return new InventoryFuzz(world);
  }

  /** Whatever the answer says: the source stays as it is, and in the end the standby is the same. */
  async try({ kind, isSealed, changes }: InventoryCase): Promise<string> {
    const world = this.#world;
    const before = this.#seen(POOL_1);
    world.clock.travel(24 * HOUR); // what earlier cases made it delete is not summed up by the guard
    await world.syncNow();
    await world.ask(kind);
    const path = join(
      poolPlaces(world.folder, POOL_1).files,
      "BackupStore",
      MODULES[kind],
      `inventory-from-${POOL_2}-of-${POOL_1}.jsonl`,
    );
    if (!existsSync(path)) throw new Error("nothing was answered");
    const whole = readFileSync(path);
    writeFileSync(path, isSealed ? resealed(whole, changes) : changeBytes(whole, changes));
    await world.cycle(kind);
    const { attempt } = await world.export(kind).report();
    await world.settle(3);
    if (this.#seen(POOL_1) !== before) throw new Error("the source was changed by what its standby says");
    if (this.#seen(POOL_2) !== before) throw new Error("the standby is another one than its source");
    const states = await world.states();
    if (states !== "rows FinalState, files FinalState") throw new Error(`it does not come to rest: ${states}`);
    if (attempt.is === "failed" && attempt.fault.code === "unexpected") throw new Error(attempt.fault.sentence);
    return attempt.is === "failed" ? attempt.fault.code : "compared";
  }

  close(): Promise<void> {
    return this.#world.close();
  }

  /** What a pool holds of pool 1. */
  #seen(pool: typeof POOL_1): string {
    const read = (path: string) => {
      const at = join(this.#world.content(pool), path);
      return existsSync(at) ? readFileSync(at, "utf8") : null;
    };
    return JSON.stringify([this.#world.rows(pool, POOL_1), read("a.txt"), read("folder/b.txt")]);
  }
}

/** The inventory with one of its lines changed, counted and signed again. */
function resealed(whole: Buffer, changes: readonly Mutation[]): Buffer {
  const lines = whole.toString("utf8").trimEnd().split("\n").slice(0, -1);
  const [header = "", ...ranges] = lines;
  const at = (changes[0]?.other ?? 0) % Math.max(1, ranges.length);
  if (ranges[at] !== undefined) ranges[at] = mutated(JSON.parse(ranges[at]), changes).toString("utf8");
  const text = [header, ...ranges].map((line) => `${line}\n`).join("");
  const items = ranges.reduce((sum, line) => sum + countOf(line), 0);
  const sha256 = createHash("sha256").update(text).digest("hex");
  return Buffer.from(`${text}${JSON.stringify({ ranges: ranges.length, items, sha256 })}\n`);
}

function countOf(line: string): number {
  try {
    const found: unknown = JSON.parse(line);
    return Array.isArray(found) ? found.length : 0;
  } catch {
    return 0;
  }
}
