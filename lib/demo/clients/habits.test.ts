import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { ManyPools } from "#lib/testkit/many-pools.ts";
import { clientsOf, type Habit, type PoolPlace } from "./habits.ts";

/** What stands in the stores of two new pools after clients of that habit and seed were at work. */
async function workOf(habit: Habit, seed: number): Promise<readonly string[]> {
  const world = await ManyPools.open();
  try {
    const place = (pool: typeof POOL_1): PoolPlace => {
      return { pool, database: world.placesOf(pool).userDatabase, content: world.content(pool, pool) };
    };
    const places = [place(POOL_1), place(POOL_2)] as const;
    const clients = clientsOf({ habit, pools: places }, seed);
    clients.fill();
    clients.begin();
    const waits = Array.from({ length: 40 }, () => clients.goOn());
    clients.close();
    return [waits.join(" "), ...places.flatMap(({ database, content }) => [...rowsOf(database), ...filesOf(content)])];
  } finally {
    await world.close();
  }
}

/** All but the moments, which are those of the day. */
function rowsOf(database: string): readonly string[] {
  const client = new DatabaseSync(database, { readOnly: true });
  const all = ["users", "contacts", "presence", "conferences"].flatMap((table) =>
    client.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
  );
  client.close();
  return all.map(({ updated_at, published_at, starts_at, ...rest }) => JSON.stringify(rest));
}

function filesOf(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== ".pairkeeper-store",
  );
  return files
    .map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      const content = createHash("sha256").update(readFileSync(path)).digest("hex");
      return `${path.slice(folder.length)} ${content}`;
    })
    .sort();
}

test("the same seed writes the same things, another seed others", async () => {
  const seven = await workOf("busy", 7);
  expect(seven.length).toBeGreaterThan(500);
  expect(await workOf("busy", 7)).toEqual(seven);
  expect(await workOf("busy", 8)).not.toEqual(seven);
});

test("who clears meetings away leaves a store from which more than a quarter is missing", async () => {
  const files = (lines: readonly string[]) => lines.filter((line) => line.startsWith("/meeting")).length;
  const [before, after] = [files(await workOf("quiet", 1)), files(await workOf("clear", 1))];
  expect(before - after).toBeGreaterThan(20);
  expect((before - after) * 2).toBeGreaterThan(before / 4);
});
