import { expect, test } from "vitest";
import { ILLS } from "./ailing-disk.ts";
import { MOMENTS, PLACES, type Plot } from "./disk-story.ts";
import { wrongIn } from "./judge-outcome.ts";
import { namespaceThatMounts } from "./namespace.ts";
import { playDisks } from "./play-disks.ts";

/** Each place is ill in each way, once at each moment. */
const PLOTS: readonly Plot[] = PLACES.flatMap((place, at) =>
  ILLS.map((ill, nth) => {
    const when = MOMENTS[(at + nth) % 2] ?? MOMENTS[0];
    return { place, ill, when, roomKiB: 128, files: 12, users: 400 };
  }),
);

const namespace = namespaceThatMounts();
const how = namespace === null ? "played by the calls of disks, for this machine lets nobody mount" : "by real mounts";

test(`a disk that is full or read-only in the middle of a sync is named, nothing green is false, nothing half done stays, and all goes on when it is mended: ${how}`, async () => {
  const outcomes = await playDisks(PLOTS, namespace);
  const wrong = PLOTS.map((plot, at) => {
    const outcome = outcomes[at];
    return [plot.place, plot.ill, plot.when, ...(outcome ? wrongIn(plot, outcome) : ["it was not played"])];
  });
  expect(wrong).toEqual(PLOTS.map(({ place, ill, when }) => [place, ill, when]));
});
