import { Sentence } from "#components/status/sentence.tsx";
import type { Direction } from "#components/status/snapshot.ts";
import { StateShape } from "#components/status/state-shape.tsx";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { PairName } from "./pair-name.tsx";
import { fitted } from "./pool-labels.ts";
import { wallCells } from "./wall-cells.ts";
import { wallModule } from "./wall-modules.ts";
import type { Labels, WallPair } from "./wall-pair.ts";

type Props = {
  readonly one: WallPair;
  readonly labels: Labels;
  readonly columns: number;
};

/** One of few pairs: what is at risk and why, and every module in both directions, export and import. */
export function WallTile({ one, labels, columns }: Props) {
  return (
    <li className="wall-tile" data-tone={one.tone} data-pair={one.pair.A}>
      <PairName one={one} labels={labels} room={columns === 2 ? 26 : 16} />
      <div>
        <p className="wall-figure">{one.figure}</p>
        <p className="wall-says">
          <Sentence words={one.says} />
        </p>
      </div>
      <Matrix one={one} labels={labels} room={columns === 3 ? 5.2 : 12} />
    </li>
  );
}

type Rows = Pick<Props, "one" | "labels"> & {
  /** For one name, in ems. */
  readonly room: number;
};

function Matrix({ one: { pair }, labels, room }: Rows) {
  const of = (pool: PoolFqdn) => fitted(labels.get(pool) ?? pool, room);
  const modules = pair.Directions[0]?.Status.BackupModules.map(({ Identity }) => Identity) ?? [];
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
            <th scope="row">
              {of(direction.From)} → {of(direction.To)}
            </th>
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
