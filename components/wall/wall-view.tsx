import { census, countPairs } from "#components/status/census.ts";
import type { PageHearing } from "#components/status/freshness.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import { fitted, poolLabels, widthOf } from "./pool-labels.ts";
import { WallCard } from "./wall-card.tsx";
import { WallHead } from "./wall-head.tsx";
import { type WallLayout, wallLayout } from "./wall-layout.ts";
import { WallLegend } from "./wall-legend.tsx";
import { type Labels, type WallPair, wallPairs } from "./wall-pair.ts";
import { WallSquare } from "./wall-square.tsx";
import { WallTile } from "./wall-tile.tsx";
import { WorstTile } from "./worst-tile.tsx";

type Props = {
  /** As it may be believed right now. */
  readonly snapshot: Snapshot;
  readonly hearing: PageHearing;
  /** How long ago the server last answered, and what its clock said then. */
  readonly ageMs: number;
  readonly toldAt: string;
};

/** Everything on one screen, worst first; it never scrolls, and there is nothing to press. */
export function WallView({ snapshot, hearing, ageMs, toldAt }: Props) {
  const { Pairs, Now } = snapshot;
  const labels = poolLabels(Pairs.flatMap(({ A, B }) => [A, B]));
  const all = wallPairs(Pairs, labels);
  const widest = Math.max(0, ...all.map(({ pair }) => widthOf(labels.get(pair.A) ?? pair.A)));
  const layout = wallLayout(all.length, widest);
  return (
    <div className="wall" data-hearing={hearing} data-layout={layout.is}>
      <WallHead hearing={hearing} ageMs={ageMs} toldAt={toldAt} now={Now} says={said(snapshot, hearing)} />
      <main className="wall-field">
        {all.length === 0 ? (
          <p className="text-[3rem] text-soft">No pools are paired: nothing is copied.</p>
        ) : (
          <Field layout={layout} all={all} labels={labels} />
        )}
      </main>
      {layout.is !== "squares" && <WallLegend />}
    </div>
  );
}

function said({ Pairs }: Snapshot, hearing: PageHearing): string {
  if (hearing === "offline")
    return "The server is not reached, so nothing is known. This screen tries again by itself.";
  if (Pairs.length === 0) return "";
  const words = census(countPairs(Pairs));
  const [count] = words.split(" ", 1);
  return Pairs.length <= 6 || count === String(Pairs.length)
    ? words
    : `${Pairs.length} pairs: ${words.replace(/ pairs?/, "")}`;
}

type Shown = { readonly layout: WallLayout; readonly all: readonly WallPair[]; readonly labels: Labels };

function Field({ layout, all, labels }: Shown) {
  if (layout.is !== "squares") {
    const { is, columns, rows } = layout;
    const Each = is === "tiles" ? WallTile : WallCard;
    return (
      <ul
        className={is === "tiles" ? "wall-tiles" : "wall-cards"}
        style={grid(columns, rows)}
        data-columns={columns}
        data-rows={rows}
      >
        {all.map((one) => (
          <Each key={one.pair.A} one={one} labels={labels} columns={columns} rows={rows} />
        ))}
      </ul>
    );
  }
  const { named, squares, unseen } = layout;
  const rest = all.slice(named, all.length - unseen);
  return (
    <>
      <ul className="wall-worst" style={grid(named, 1)} aria-label="The worst">
        {all.slice(0, named).map((one) => (
          <WorstTile key={one.pair.A} one={one} labels={labels} />
        ))}
      </ul>
      <ul className="wall-squares" style={grid(squares.columns, squares.rows)} aria-label="All others">
        {rest.map((one) => (
          <WallSquare
            key={one.pair.A}
            one={one}
            name={fitted(labels.get(one.pair.A) ?? one.pair.A, squares.room)}
            beside={squares.beside}
          />
        ))}
      </ul>
      {unseen > 0 && (
        <p className="text-[1.75rem] text-soft leading-[1.1]">
          and {census(countPairs(all.slice(all.length - unseen).map(({ pair }) => pair)))}, each at least as well as
          those above
        </p>
      )}
    </>
  );
}

function grid(columns: number, rows: number) {
  return {
    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
    gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
  };
}
