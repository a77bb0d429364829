import { manyPairs } from "#lib/testkit/many-pairs.ts";
import { openFront } from "../world/front.ts";
import { MadeFeed } from "../world/made-feed.ts";
import { type Camera, DESKTOP, isWanted, type Look, PHONE } from "./camera.ts";

const WALLS: readonly (readonly [name: string, width: number, height: number])[] = [
  ["720p", 1280, 720],
  ["1080p", 1920, 1080],
  ["4k", 3840, 2160],
];

/** Whether states are still told apart without any colour. */
const GREY = [
  { path: "/", pairs: 6, look: { ...DESKTOP, scheme: "light", isGrey: true } },
  { path: "/wall", pairs: 6, look: { width: 1920, height: 1080, scheme: "dark", isGrey: true } },
  { path: "/wall", pairs: 60, look: { width: 1920, height: 1080, scheme: "dark", isGrey: true } },
] as const;

type Shot = { readonly path: string; readonly pairs: number; readonly name: string; readonly look: Look };

const SHOTS: readonly Shot[] = [
  ...GREY.map(({ path, pairs, look }): Shot => {
    return { path, pairs, name: `grey-${path === "/" ? "pairs" : "wall"}-${pairs}`, look };
  }),
  ...[2, 6, 40, 500].flatMap((pairs): Shot[] => [
    { path: "/", pairs, name: `pairs-${pairs}`, look: { ...DESKTOP, scheme: "dark" } },
    { path: "/", pairs, name: `pairs-${pairs}-phone`, look: { ...PHONE, scheme: "light" } },
    { path: "/on-call", pairs, name: `on-call-${pairs}-phone`, look: { ...PHONE, scheme: "dark", isWhole: true } },
  ]),
  ...[2, 12, 60, 200].flatMap((pairs) =>
    WALLS.map(([size, width, height]): Shot => {
      return { path: "/wall", pairs, name: `wall-${pairs}-${size}`, look: { width, height, scheme: "dark" } };
    }),
  ),
];

/** The real pages, told of so many pairs. */
export async function scaleScreens(camera: Camera, service: string, only: string): Promise<void> {
  for (const { path, pairs, name, look } of SHOTS) {
    const file = `scale-${name}`;
    if (!isWanted(file, only)) continue;
    const front = await openFront(service, new MadeFeed(manyPairs(pairs)));
    try {
      await camera.take(`${front.address}${path}`, file, look);
      console.log(file);
    } finally {
      await front.close();
    }
  }
}
