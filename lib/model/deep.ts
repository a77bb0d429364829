import { deepDoors } from "#lib/testkit/fuzz/doors/deep-doors.ts";
import { deepDisks } from "./deep-disks.ts";
import { deepFuzz } from "./deep-fuzz.ts";
import { deepHistories } from "./deep-histories.ts";
import { deepKills } from "./deep-kills.ts";
import { type Asked, readWords, USAGE } from "./deep-words.ts";

/*
 * `npm run test:deep -- 5000 7`: the model test with that many histories and that seed, on all cores; else 2,000 and a seed of
 * its own. `--from 2500` begins with that number, so that much can be played in pieces.
 * `npm run test:deep -- fuzz 10000 7`: so many damaged and lying packages, words and rows; else 2,000.
 * `npm run test:deep -- doors 10000 7`: so many cases of anything at each way in from outside; else 2,000.
 * `npm run test:deep -- disks 50 7`: so many stories of disks that are full or read-only in the middle of a sync; else 20.
 * `npm run test:deep -- kills 3`: so many rounds of services that are killed; else 3, which are 54 deaths.
 */

const asked = readWords(process.argv.slice(2), Date.now() % 1_000_000_000);
if (asked === null) {
  console.error(USAGE);
  process.exit(2);
}

function play(words: Asked): Promise<boolean> {
  switch (words.is) {
    case "fuzz":
      return deepFuzz(words.rounds, words.seed);
    case "doors":
      return deepDoors(words);
    case "disks":
      return deepDisks(words.stories, words.seed);
    case "kills":
      return deepKills(words.rounds);
    case "histories":
    case "again":
      return deepHistories(words);
  }
}

process.exit((await play(asked)) ? 0 : 1);
