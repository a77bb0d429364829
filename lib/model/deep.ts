import { deepFuzz } from "./deep-fuzz.ts";
import { tryHistories } from "./try-histories.ts";

/*
 * `npm run test:deep -- 5000 7`: the model test with that many histories and that seed; else 2000 and a seed of its own.
 * `npm run test:deep -- fuzz 10000 7`: so many damaged and lying packages, words and rows; else 2000.
 */

const given = process.argv.slice(2);
const isFuzz = given[0] === "fuzz";
const [count = 2000, seed = Date.now() % 1_000_000_000] = given.slice(isFuzz ? 1 : 0).map(Number);
process.exit((await (isFuzz ? deepFuzz(count, seed) : playDeep(count, seed))) ? 0 : 1);

async function playDeep(histories: number, seed: number): Promise<boolean> {
  console.log(`${histories} histories, seed ${seed}`);
  const { violation, seen } = await tryHistories({
    histories,
    seed,
    onProgress: (tried) => {
      if (tried % 100 === 0) console.log(`${tried} played`);
    },
  });
  for (const [state, times] of seen) console.log(`${state} judged ${times} times`);
  if (violation !== null) console.error(violation);
  return violation === null;
}
