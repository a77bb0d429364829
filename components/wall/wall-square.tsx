import { KIND_WORDS } from "#components/status/census.ts";
import { StateShape } from "#components/status/state-shape.tsx";
import type { WallPair } from "./wall-pair.ts";

type Props = { readonly one: WallPair; readonly name: string; readonly beside: boolean };

/** One of many pairs: its shape and its name. */
export function WallSquare({ one: { pair, tone, state, kind }, name, beside }: Props) {
  return (
    <li className="wall-square" data-tone={tone} data-pair={pair.A} data-beside={beside || undefined}>
      <span className="state" data-state={state}>
        <StateShape state={state} className="wall-square-shape" />
      </span>
      <span className="wall-square-name">{name}</span>
      <span className="sr-only">{KIND_WORDS[kind]}</span>
    </li>
  );
}
