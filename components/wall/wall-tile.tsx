import { Sentence } from "#components/status/sentence.tsx";
import type { Direction } from "#components/status/snapshot.ts";
import { StateShape } from "#components/status/state-shape.tsx";
import { bothWithin, PairName } from "./pair-name.tsx";
import { wallCells } from "./wall-cells.ts";
import { namesRoom } from "./wall-layout.ts";
import { wallModule } from "./wall-modules.ts";
import type { Labels, WallPair } from "./wall-pair.ts";

type Props = {
  readonly one: WallPair;
  readonly labels: Labels;
  readonly columns: number;
  readonly rows: number;
};

/** One of few pairs: what is at risk and why, and every module in both directions, export and import. */
export function WallTile({ one, labels, columns, rows }: Props) {
  return (
    <li className="wall-tile" data-tone={one.tone} data-pair={one.pair.A}>
      <PairName one={one} labels={labels} room={columns === 2 ? 26 : 16} />
      <div>
        <p className="wall-figure">{one.figure}</p>
        <p className="wall-says">
          <Sentence words={one.says} />
        </p>
      </div>
      <Matrix one={one} labels={labels} columns={columns} rows={rows} />
    </li>
  );
}

/** A direction's two names stand in one line: what does not fit loses letters of its middle. */
function Matrix({ one: { pair }, labels, columns, rows }: Props) {
  const modules = pair.Directions[0]?.Status.BackupModules.map(({ Identity }) => Identity) ?? [];
  const room = namesRoom(columns, rows, modules.length);
  const namesOf = ({ From, To }: Direction) =>
    bothWithin(
      [From, To].map((pool) => labels.get(pool) ?? pool),
      room,
    );
  return (
    <table className="wall-matrix">
      <thead>
        <tr>
          <td />
          {modules.map((module) => (
            <th key={module} scope="col">
              {wallModule(module).head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pair.Directions.map((direction) => (
          <tr key={direction.From}>
            <th scope="row">{namesOf(direction).join(" → ")}</th>
            <Cells direction={direction} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cells({ direction }: { readonly direction: Direction }) {
  return wallCells(direction).map(({ module, states }) => (
    <td key={module}>
      {states === null ? (
        <div className="wall-cell" data-off>
          <span className="sr-only">not run here: expected</span>
          <StateShape state="NotInitialized" className="wall-cell-shape" />
        </div>
      ) : (
        <div className="wall-cell">
          {(["exported", "imported"] as const).map((side) => (
            <span
              key={side}
              className="state"
              data-state={states[side]}
              data-side={side === "exported" ? "export" : "import"}
              data-module={module}
              data-direction={direction.From}
            >
              <span className="sr-only">
                {side === "exported" ? "Export" : "Import"} {states[side]}
              </span>
              <StateShape state={states[side]} className="wall-cell-shape" />
            </span>
          ))}
        </div>
      )}
    </td>
  ));
}
