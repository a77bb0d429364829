import type { FaultCode } from "#lib/domain/fault.ts";
import type { Ill } from "./ailing-disk.ts";
import type { Outcome, Plot } from "./disk-story.ts";

/** What states may say of a disk that is ill; the first has to be said. */
const NAMES: Readonly<Record<Ill, readonly FaultCode[]>> = {
  full: ["disk-full"],
  "read-only": ["store-unreachable", "database-unreachable"],
};
const GOOD_END = "rows FinalState, files FinalState";

/** All that is wrong about how a story went: nothing may be. */
export function wrongIn(
  { ill }: Plot,
  { named, misplaced, lies, halfDone, end, apart, left }: Outcome,
): readonly string[] {
  const [first, ...others] = NAMES[ill];
  const unnamed = first !== undefined && named.includes(first) ? [] : [`it was not named ${first}`];
  const misnamed = named.filter((code) => code !== first && !others.some((other) => other === code));
  return [
    ...unnamed,
    ...misnamed.map((code) => `it was named ${code}`),
    ...misplaced.map((path) => `a full disk was told to be ${path}`),
    ...lies.map((lie) => `false green: ${lie}`),
    ...halfDone.map((item) => `half done: ${item}`),
    ...(end === GOOD_END ? [] : [`after it was mended: ${end}`]),
    ...apart.map((item) => `differs after it was mended: ${item}`),
    ...left.map((name) => `left in BackupStore/Temp: ${name}`),
  ];
}
