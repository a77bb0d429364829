import fc from "fast-check";
import { ILLS } from "./disks/ailing-disk.ts";
import { MOMENTS, PLACES, type Plot } from "./disks/disk-story.ts";
import { wrongIn } from "./disks/judge-outcome.ts";
import { FILE_SYSTEMS, type FileSystem } from "./disks/mounted-disk.ts";
import { namespaceThatMounts } from "./disks/namespace.ts";
import { playDisks } from "./disks/play-disks.ts";

/** What is written never fits into the room that is left. */
const anyPlot: fc.Arbitrary<Plot> = fc.record({
  place: fc.constantFrom(...PLACES),
  ill: fc.constantFrom(...ILLS),
  when: fc.constantFrom(...MOMENTS),
  roomKiB: fc.nat({ max: 256 }),
  files: fc.integer({ min: 24, max: 48 }),
  users: fc.integer({ min: 1, max: 2000 }),
});

/**
 * `npm run test:deep -- disks 50 7`: so many stories of disks that are full or read-only in the middle of a sync, by real mounts
 * of both kinds of file system where this machine lets somebody mount. True when nothing was wrong.
 */
export async function deepDisks(stories: number, seed: number): Promise<boolean> {
  const namespace = namespaceThatMounts();
  const fileSystems = await thatMount(namespace);
  console.log(`${stories} stories, seed ${seed}, disks: ${namespace === null ? "played" : fileSystems.join(", ")}`);
  let isGood = true;
  for (const [at, plot] of fc.sample(anyPlot, { numRuns: stories, seed }).entries()) {
    const fileSystem = fileSystems[at % fileSystems.length] ?? "tmpfs";
    const [outcome] = await playDisks([plot], namespace, fileSystem);
    const wrong = outcome ? wrongIn(plot, outcome) : ["it was not played"];
    isGood &&= wrong.length === 0;
    const { place, ill, when, roomKiB } = plot;
    const room = ill === "full" ? ` but for ${roomKiB} KiB` : "";
    console.log([`${at + 1}: ${place} on ${fileSystem} ${ill}${room} ${when}`, ...wrong].join("\n  WRONG: "));
  }
  return isGood;
}

/** The file systems that can be mounted here: of blocks only with a device for them. */
async function thatMount(namespace: readonly string[] | null): Promise<readonly FileSystem[]> {
  const plot = { place: "standby", ill: "full", when: "before it is sent", roomKiB: 64, files: 24, users: 1 } as const;
  if (namespace === null) return ["tmpfs"];
  const mounts = await Promise.all(
    FILE_SYSTEMS.map((one) =>
      playDisks([plot], namespace, one).then(
        () => [one],
        () => [],
      ),
    ),
  );
  return mounts.flat();
}
