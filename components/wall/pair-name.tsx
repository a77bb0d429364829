import { KIND_WORDS } from "#components/status/census.ts";
import { StateShape } from "#components/status/state-shape.tsx";
import { fitted, widthOf } from "./pool-labels.ts";
import type { Labels, WallPair } from "./wall-pair.ts";

type Props = {
  readonly one: WallPair;
  readonly labels: Labels;
  /** For both names, in ems. */
  readonly room: number;
};

/** The shape of the pair's state and its two pools. */
export function PairName({ one: { pair, state, kind }, labels, room }: Props) {
  const [a, b] = bothWithin(
    [pair.A, pair.B].map((pool) => labels.get(pool) ?? pool),
    room,
  );
  return (
    <h2 className="wall-name">
      <span className="wall-shape state" data-state={state}>
        <StateShape state={state} className="size-[72%]" />
      </span>
      <span className="min-w-0 overflow-hidden text-ellipsis whitespace-nowrap">
        {a} <span aria-hidden="true">⇄</span>
        <span className="sr-only">and</span> {b}
        <span className="sr-only">, {KIND_WORDS[kind]}</span>
      </span>
    </h2>
  );
}

/** The arrow between two names, in ems. */
const BETWEEN = 1.8;

/** Both names; what one does not need the other may have. */
export function bothWithin([a = "", b = ""]: readonly string[], room: number): readonly [string, string] {
  const half = (room - BETWEEN) / 2;
  const spare = Math.max(0, half - Math.min(widthOf(a), widthOf(b)));
  return [fitted(a, half + spare), fitted(b, half + spare)];
}
