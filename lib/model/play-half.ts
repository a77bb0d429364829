import { tryHistories } from "./try-histories.ts";
import { CANARY, VERIFIED } from "./twin/twin.ts";

/** Of every test run: the histories of one seed, the same each time. Others are for `npm run test:deep`. */
const HISTORIES = 200;
const SEED = 20261122;

/** How often each badge and statement has to be heard at least, or the histories asked too little. */
const LEAST = {
  FinalState: 1000,
  ErrorState: 100,
  SteadyState: 50,
  NonSteadyState: 10,
  [VERIFIED]: 10,
  [CANARY]: 500,
} as const;

/** Plays one half of them, the two side by side; throws an error that tells the shortest history found to lie. */
export async function playHalf(half: 0 | 1): Promise<void> {
  const { violation, totals } = await tryHistories({ histories: HISTORIES, seed: SEED, share: { part: half, of: 2 } });
  if (violation !== null) throw new Error(violation);
  if (totals.histories !== HISTORIES / 2) throw new Error(`${totals.histories} histories were played`);
  for (const [state, least] of Object.entries(LEAST)) {
    const times = totals.judged[state] ?? 0;
    if (times < least) throw new Error(`${state} was judged ${times} times only`);
  }
}
