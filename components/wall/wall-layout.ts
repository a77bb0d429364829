/**
 * How many pairs are shown and how. Sizes are those of a wall of 1920 x 1080 px; every other wall is the same picture, larger
 * or smaller, so what fits here fits there.
 */
export type WallLayout =
  | { readonly is: "tiles" | "cards"; readonly columns: number; readonly rows: number }
  | { readonly is: "squares"; readonly named: number; readonly squares: SquareGrid; readonly unseen: number };

/** A grid of squares; `beside`: the name stands beside the shape, else below it. `room`: for a name, in ems of its size. */
export type SquareGrid = {
  readonly columns: number;
  readonly rows: number;
  readonly beside: boolean;
  readonly room: number;
};

const MOST_TILES = 6;
const MOST_CARDS = 30;
/** The worst of many pairs are told in words. */
const NAMED = 5;
/** More squares than these could not carry a name that is read from the other end of a room. */
const MOST_SQUARES = 195;
/** So many when a line below them counts the rest. */
const SQUARES_OF_MORE = 168;

/** The layout for so many pairs; `widest` is the widest name that a square is to carry, in ems. */
export function wallLayout(pairs: number, widest: number): WallLayout {
  if (pairs <= MOST_TILES) return { is: "tiles", ...tileGrid(pairs) };
  if (pairs <= MOST_CARDS) return { is: "cards", ...cardGrid(pairs) };
  const isAll = pairs - NAMED <= MOST_SQUARES;
  const squares = isAll ? pairs - NAMED : SQUARES_OF_MORE;
  const height = isAll ? FIELD.height : FIELD.height - FIELD.line;
  const grid = squareGrid(squares, widest, height);
  return { is: "squares", named: NAMED, squares: grid, unseen: pairs - NAMED - squares };
}

function tileGrid(pairs: number): { columns: number; rows: number } {
  const columns = pairs <= 3 ? Math.max(1, pairs) : Math.ceil(pairs / 2);
  return { columns, rows: Math.max(1, Math.ceil(pairs / columns)) };
}

const TILES = { width: 1852, gap: 22, padding: 3, bleed: 1.25, between: 0.625, module: 5.25 };

/** In px: the size of a tile's letters, and in ems of it that of the names of its directions. As in the style sheet. */
function tileSizes(columns: number, rows: number): { readonly em: number; readonly names: number } {
  if (columns === 1) return { em: 33.6, names: 1.75 };
  if (columns > 2) return { em: 16, names: 1.75 };
  return rows === 1 ? { em: 27.2, names: 1.25 } : { em: 18.4, names: 1.75 };
}

/** Room for the two names of a direction beside so many modules, in ems of their size; never too little for a letter each. */
export function namesRoom(columns: number, rows: number, modules: number): number {
  const { em, names } = tileSizes(columns, rows);
  const { width, gap, padding, bleed, between, module } = TILES;
  const tile = (width - gap * (columns - 1)) / columns / em - padding + bleed;
  return Math.max(5, (tile - between * (modules + 2) - module * modules) / names);
}

/** Wide enough for words, and the fewest empty places. */
function cardGrid(pairs: number): { columns: number; rows: number } {
  const columns = pairs <= 8 ? 4 : ([3, 4, 5, 6].find((width) => pairs <= width * Math.min(5, width)) ?? 6);
  return { columns, rows: Math.ceil(pairs / columns) };
}

const FIELD = { width: 1852, height: 738, line: 52 };
const GAP = 6;
/** The size of names; what a square needs besides, its name below its shape or beside it. */
const EM = 28;
const UPRIGHT = { height: 92, spare: 16 };
const BESIDE = { height: 37.7, spare: 44 };
/** What is good to look at: a little wider than high. */
const GOOD_SHAPE = 1.3;

function squareGrid(squares: number, widest: number, height: number): SquareGrid {
  const grids = Array.from({ length: 24 }, (_, more) => gridOf(squares, more + 4, height)).filter(
    (grid) => grid !== null,
  );
  const fitting = grids.filter(({ room }) => room >= widest);
  const best =
    fitting.length > 0 ? fitting.sort((a, b) => a.ugliness - b.ugliness)[0] : grids.sort((a, b) => b.room - a.room)[0];
  if (best === undefined) throw new Error(`no grid holds ${squares} squares`);
  const { columns, rows, beside, room } = best;
  return { columns, rows, beside, room };
}

function gridOf(squares: number, columns: number, field: number): (SquareGrid & { readonly ugliness: number }) | null {
  const rows = Math.ceil(squares / columns);
  const width = (FIELD.width - GAP * (columns - 1)) / columns;
  const height = (field - GAP * (rows - 1)) / rows;
  const beside = height < UPRIGHT.height;
  const { height: least, spare } = beside ? BESIDE : UPRIGHT;
  if (height < least) return null;
  const empty = columns * rows - squares;
  const ugliness = Math.abs(Math.log(width / height / GOOD_SHAPE)) + empty / squares;
  return { columns, rows, beside, room: (width - spare) / EM, ugliness };
}
