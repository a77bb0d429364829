import { tryHistories } from "./try-histories.ts";

/* `npm run test:deep -- 5000 7`: the model test with that many histories and that seed; else 2000 and a seed of its own. */

const [histories = 2000, seed = Date.now() % 1_000_000_000] = process.argv.slice(2).map(Number);
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
process.exit(violation === null ? 0 : 1);
