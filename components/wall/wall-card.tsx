import { StateShape } from "#components/status/state-shape.tsx";
import { PairName } from "./pair-name.tsx";
import { cellState, wallCells } from "./wall-cells.ts";
import { wallModule } from "./wall-modules.ts";
import type { Labels, WallPair } from "./wall-pair.ts";

type Props = {
  readonly one: WallPair;
  readonly labels: Labels;
  readonly columns: number;
  readonly rows: number;
};

/** One of some dozen pairs: what is at risk, one shape for each module in each direction, and why where there is room. */
export function WallCard({ one, labels, columns, rows }: Props) {
  return (
    <li className="wall-card" data-tone={one.tone} data-pair={one.pair.A}>
      <PairName one={one} labels={labels} room={ROOM[columns] ?? 8} />
      <div>
        <p className="wall-figure">{one.figure}</p>
        {rows < 5 && <p className="wall-says wall-line">{one.why}</p>}
      </div>
      <div className="wall-strip">
        {one.pair.Directions.map((direction) => (
          <div key={direction.From}>
            {wallCells(direction).map((cell) => {
              const state = cellState(cell);
              const { plain } = wallModule(cell.module);
              return (
                <span
                  key={cell.module}
                  className={state === null ? "" : "state"}
                  data-state={state ?? undefined}
                  data-module={cell.module}
                  data-direction={direction.From}
                >
                  <span className="sr-only">
                    {labels.get(direction.From)} {plain} {state ?? "not run here: expected"}
                  </span>
                  <StateShape state={state ?? "NotInitialized"} className="wall-cell-shape" />
                </span>
              );
            })}
          </div>
        ))}
      </div>
    </li>
  );
}

/** For the names of a pair, in ems, by how many cards stand beside each other. */
const ROOM: Readonly<Record<number, number>> = { 3: 19.5, 4: 14, 5: 10.6, 6: 8.2 };
