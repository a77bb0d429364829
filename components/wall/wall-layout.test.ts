import { expect, test } from "vitest";
import { widthOf } from "./pool-labels.ts";
import { namesRoom, wallLayout } from "./wall-layout.ts";

test.each([
  [0, 1, 1],
  [1, 1, 1],
  [2, 2, 1],
  [3, 3, 1],
  [4, 2, 2],
  [6, 3, 2],
])("%i pairs are tiles, %i beside each other in %i rows", (pairs, columns, rows) => {
  expect(wallLayout(pairs, 5)).toEqual({ is: "tiles", columns, rows });
});

test.each([
  [7, 4, 2],
  [9, 3, 3],
  [12, 4, 3],
  [16, 4, 4],
  [20, 5, 4],
  [30, 6, 5],
])("%i pairs are cards, %i beside each other in %i rows", (pairs, columns, rows) => {
  expect(wallLayout(pairs, 5)).toEqual({ is: "cards", columns, rows });
});

test("from 31 on the worst five are named, and every other pair is a square that holds its name as far as it can", () => {
  for (let pairs = 31; pairs <= 200; pairs += 1) {
    const layout = wallLayout(pairs, 3);
    if (layout.is !== "squares") return expect.unreachable();
    const { columns, rows, room } = layout.squares;
    expect(layout).toMatchObject({ named: 5, unseen: 0 });
    expect(columns * rows).toBeGreaterThanOrEqual(pairs - 5);
    expect(columns * (rows - 1)).toBeLessThan(pairs - 5);
    expect(room, `${pairs} pairs`).toBeGreaterThanOrEqual(3);
  }
  expect(wallLayout(60, 3)).toMatchObject({ squares: { beside: false } });
  expect(wallLayout(200, 4)).toMatchObject({ squares: { beside: true } });
});

test("beyond 200 the best of them are counted, not drawn", () => {
  expect(wallLayout(201, 4)).toMatchObject({ named: 5, unseen: 28 });
  const layout = wallLayout(500, 4);
  if (layout.is !== "squares") return expect.unreachable();
  expect(layout.unseen + layout.named + 168).toBe(500);
  expect(layout.squares.columns * layout.squares.rows).toBeGreaterThanOrEqual(168);
});

test("the two names of a direction have one line on every tile, and more of it where there are fewer tiles", () => {
  const rooms = [1, 2, 3, 4, 6].map((pairs) => {
    const layout = wallLayout(pairs, 5);
    if (layout.is !== "tiles") return expect.unreachable();
    return namesRoom(layout.columns, layout.rows, 3);
  });
  for (const room of rooms) expect(room).toBeGreaterThan(widthOf("kyoto → osaka"));
  expect(namesRoom(3, 2, 5)).toBeLessThan(namesRoom(3, 2, 3));
});
