import { PairName } from "./pair-name.tsx";
import type { Labels, WallPair } from "./wall-pair.ts";

type Props = { readonly one: WallPair; readonly labels: Labels };

/** One of the worst of many pairs, in words. */
export function WorstTile({ one, labels }: Props) {
  return (
    <li className="wall-card" data-tone={one.tone} data-pair={one.pair.A}>
      <PairName one={one} labels={labels} room={10.2} />
      <p className="wall-figure">{one.figure}</p>
      <p className="wall-says">{one.why}</p>
    </li>
  );
}
