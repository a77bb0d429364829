/** Cuts a list where its pieces weigh about `size` each; a piece holds at least one. */
export function shardsOf<T>(list: readonly T[], weigh: (one: T) => number, size: number): T[][] {
  const shards: T[][] = [];
  let weight = size;
  for (const one of list) {
    if (weight >= size) {
      shards.push([]);
      weight = 0;
    }
    shards.at(-1)?.push(one);
    weight += weigh(one);
  }
  return shards;
}

/** Runs `work` over a list, `width` at a time, results in order. Stops at the first that rejects, when what runs has ended. */
export async function sideBySide<T, R>(list: readonly T[], width: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const failures: unknown[] = [];
  const run = async () => {
    for (let at = next++; at < list.length && failures.length === 0; at = next++) {
      try {
        results[at] = await work(list[at] as T);
      } catch (thrown) {
        failures.push(thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, list.length) }, run));
  if (failures.length > 0) throw failures[0];
  return results;
}
