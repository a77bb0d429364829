import { expect, test } from "vitest";
import { direction, module, pair } from "#lib/testkit/snapshot.ts";
import { arranged, inPlace, isSameArrangement } from "./arrangement.ts";

type State = "FinalState" | "SteadyState" | "ErrorState";
const of = (n: number, there: State = "FinalState", back: State = "FinalState") => {
  const [from, to] = [`pool${n}a`, `pool${n}b`];
  const [out, into] = [module({ ExportStatus: there }), module({ ExportStatus: back })];
  return pair(direction({ from, to, modules: [out] }), direction({ from: to, to: from, modules: [into] }));
};
const many = (count: number, state: State) => Array.from({ length: count }, (_, n) => of(n, state));

test("worst first, equals in their order; open is what wants a person", () => {
  const places = arranged([of(1), of(2, "SteadyState"), of(3, "ErrorState"), of(4)]);
  expect(places.map(({ A }) => A.slice(0, 5))).toEqual(["pool3", "pool1", "pool2", "pool4"]);
  expect(places.map(({ isOpen }) => isOpen)).toEqual([true, false, false, false]);
});

test("what is at risk for too long stands before what is well, though all its states are good", () => {
  const late = pair(
    direction({ from: "late1a", modules: [module({ ExportStatus: "SteadyState", SecondsAtRisk: 301 })] }),
  );
  expect(arranged([of(1), of(2), late]).map(({ A, isOpen }) => [A.slice(0, 5), isOpen])).toEqual([
    ["late1", true],
    ["pool1", false],
    ["pool2", false],
  ]);
});

test("one pair or two stand open though all is well; of very many that fail only the first do", () => {
  expect(arranged([of(1), of(2)]).map(({ isOpen }) => isOpen)).toEqual([true, true]);
  expect(arranged(many(100, "ErrorState")).filter(({ isOpen }) => isOpen)).toHaveLength(12);
});

test("the worse direction comes first, and stays there while the places are kept", () => {
  const places = arranged([of(1, "FinalState", "ErrorState")]);
  const froms = (pairs: Parameters<typeof inPlace>[0]) =>
    inPlace(pairs, places).flatMap((place) => place.pair.Directions.map(({ From }) => From.slice(0, 6)));
  expect(froms([of(1, "FinalState", "ErrorState")])).toEqual(["pool1b", "pool1a"]);
  expect(froms([of(1, "ErrorState", "FinalState")])).toEqual(["pool1b", "pool1a"]);
});

test("who went has no place, and who came stands at the end until all are placed anew", () => {
  const places = arranged([of(1), of(2), of(3)]);
  expect(inPlace([of(4, "ErrorState"), of(3), of(1)], places).map(({ A }) => A.slice(0, 5))).toEqual([
    "pool1",
    "pool3",
    "pool4",
  ]);
});

test("an arrangement is the same only with all its places", () => {
  const places = arranged([of(1), of(2), of(3)]);
  expect(isSameArrangement(places, arranged([of(1), of(2, "SteadyState"), of(3)]))).toBe(true);
  expect(isSameArrangement(places, arranged([of(1), of(2), of(3, "ErrorState")]))).toBe(false);
  expect(isSameArrangement(places, arranged([of(1), of(2)]))).toBe(false);
});
