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

/** Runs `work` over a list, `width` at a time, results in order. Stops at the first that rejects. */
export async function sideBySide<T, R>(list: readonly T[], width: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const run = async () => {
    for (let at = next++; at < list.length; at = next++) results[at] = await work(list[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(width, list.length) }, run));
  return results;
}
