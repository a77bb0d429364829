import { FUZZED, tryFuzz } from "#lib/testkit/fuzz/try-fuzz.ts";

/** After an inventory a whole full push is played: that takes as long as so many others. */
const AS_LONG_AS = 20;

/** `npm run test:deep -- fuzz 10000 7`: so many cases of each kind with that seed. True when nothing went wrong. */
export async function deepFuzz(cases: number, seed: number): Promise<boolean> {
  let isGood = true;
  for (const what of FUZZED) {
    const those = Math.ceil(cases / (what === "inventories" ? AS_LONG_AS : 1));
    console.log(`${what}: ${those} cases, seed ${seed}`);
    const onProgress = (tried: number) => {
      if (tried % 1000 === 0) console.log(`${tried} tried`);
    };
    const { outcomes, violation } = await tryFuzz({ what, cases: those, seed, onProgress });
    for (const [outcome, times] of outcomes) console.log(`${outcome} ${times} times`);
    if (violation === null) continue;
    isGood = false;
    console.error(violation);
  }
  return isGood;
}
