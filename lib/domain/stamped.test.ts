import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "./json.ts";
import { patched } from "./patch.ts";
import { patchSince, type Stamped, stamped, whole } from "./stamped.ts";

/** Things that change in every way a view can: values, shapes, and who is in a list and where. */
const anyThing = fc.letrec<{ thing: Json; leaf: Json }>((tie) => ({
  leaf: fc.constantFrom<Json>(null, 0, 1, "a", "b", true),
  thing: fc.oneof(
    { maxDepth: 4 },
    tie("leaf"),
    fc.dictionary(fc.constantFrom("Name", "Count", "Part", "List"), tie("thing"), { maxKeys: 4 }) as fc.Arbitrary<Json>,
    fc
      .uniqueArray(fc.constantFrom("one", "two", "three"), { maxLength: 3 })
      .chain((ids) => fc.tuple(...ids.map((Id) => tie("thing").map((More): Json => ({ Id, More }))))),
    fc.array(tie("leaf"), { maxLength: 3 }) as fc.Arbitrary<Json>,
  ),
})).thing;

test("who catches up from any moment knows exactly what is", () => {
  const histories = fc.array(fc.record({ value: anyThing, asks: fc.boolean() }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(histories, (history) => {
      let tree: Stamped | null = null;
      let known: { value: Json; seq: number } | null = null;
      for (const [place, { value, asks }] of history.entries()) {
        const seq = place + 1;
        tree = stamped(value, seq, tree);
        expect(whole(tree)).toEqual(value);
        expect(stamped(structuredClone(value), seq + 1, tree)).toBe(tree);
        if (!asks && place < history.length - 1) continue;
        const patch: Json = known === null ? null : patchSince(tree, known.seq);
        const now: Json =
          known === null
            ? whole(tree)
            : patch === null && tree.at <= known.seq
              ? known.value
              : patched(known.value, patch);
        expect(now).toEqual(value);
        known = { value: JSON.parse(JSON.stringify(now)), seq };
      }
    }),
    { numRuns: 500 },
  );
});

test("only what changed is told, down to the field", () => {
  const pair = (items: number) => ({ Pairs: [{ A: "p1", Directions: [{ From: "p1", Items: items, Bytes: null }] }] });
  const before = stamped(pair(1), 1);
  const after = stamped(pair(2), 2, before);
  expect(patchSince(after, 1)).toEqual({
    $: { Pairs: { $: { p1: { $: { Directions: { $: { p1: { $: { Items: 2 } } } } } } } } },
  });
  expect(patchSince(after, 2)).toBeNull();
  expect(stamped(pair(2), 3, after)).toBe(after);
});

test("a moment that is read off two clocks is told once, and never later than it is", () => {
  const at = (ms: number) => ({ NextCycleAt: new Date(1_000_000 + ms).toISOString() });
  const before = stamped(at(50), 1);
  expect(stamped(at(51), 2, before)).toBe(before);
  expect(whole(stamped(at(49), 2, before))).toEqual(at(49));
  expect(whole(stamped(at(150), 2, before))).toEqual(at(150));
});

test("a patch of something else is refused", () => {
  expect(() => patched(null, { $: { A: 1 } })).toThrow("another value");
  expect(() => patched([{ Id: "one" }], { $: {}, Order: ["two"] })).toThrow("another list");
});
