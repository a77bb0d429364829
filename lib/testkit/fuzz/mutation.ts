import fc from "fast-check";

/** What a value of a document is replaced by: what a reader that believes too much falls over. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  "",
  ".",
  "..",
  "../../outside",
  "/etc/passwd",
  "a/../../b",
  "a//b",
  "a/",
  ".pairkeeper-store",
  "DataConf/.pairkeeper-store",
  "%2E%2E/x",
  "a%2Fb",
  "a%00b",
  "nul\0byte",
  "%FF%FE",
  "\ud800",
  "CON",
  "a\nb",
  "x".repeat(256),
  `${"d/".repeat(40)}x`,
  "pool1.pairkeeper.test",
  "pool2.pairkeeper.test",
  "pool3.pairkeeper.test",
  "000001",
  "000099",
  "../000001",
  "0".repeat(64),
  -1,
  0,
  1,
  0.5,
  1e9,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 1,
  1e308,
  0o7777,
  "9999-12-31T23:59:59.999Z",
  "2026-02-30T00:00:00Z",
  [],
  {},
  [[[[]]]],
  { is: "files", folders: [], files: [] },
  { constructor: "x", toString: 1 },
  JSON.parse('{"__proto__":{"is":"files"}}'),
  "link/inside.txt",
  "link",
];

const HOWS = ["replace", "remove", "repeat", "swap", "nudge", "add", "flip", "cut", "insert"] as const;

/** One change to a document: `where` and `other` choose places in it, whatever they are. */
export type Mutation = {
  readonly how: (typeof HOWS)[number];
  readonly where: number;
  readonly other: number;
  readonly value: unknown;
};

const mutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom(...HOWS),
  where: fc.nat(),
  other: fc.nat(),
  value: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...HOSTILE) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
    { weight: 1, arbitrary: fc.maxSafeInteger() },
  ),
});

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(mutation, { minLength: 1, maxLength: 4 });

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number };

/** A JSON document with these changes, as text; changes of its bytes come last. */
export function mutated(document: unknown, changes: readonly Mutation[]): Buffer {
  const root = { whole: structuredClone(document) };
  for (const change of changes) changeTree(root, change);
  return changeBytes(Buffer.from(JSON.stringify(root.whole) ?? ""), changes);
}

/** The same for bytes that are no JSON. */
export function changeBytes(bytes: Buffer, changes: readonly Mutation[]): Buffer {
  let now = Buffer.from(bytes);
  for (const { how, where, other, value } of changes) {
    const at = now.length === 0 ? 0 : where % now.length;
    if (how === "flip" && now.length > 0) now[at] = (now[at] ?? 0) ^ (1 << (other % 8));
    if (how === "cut") now = now.subarray(0, at);
    if (how === "insert") now = Buffer.concat([now.subarray(0, at), Buffer.from(textOf(value)), now.subarray(at)]);
  }
  return now;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function changeTree(root: { whole: unknown }, { how, where, other, value }: Mutation): void {
  const places = placesIn(root);
  const one = places[where % places.length];
  const two = places[other % places.length];
  if (one === undefined || two === undefined) return;
  const found = Reflect.get(one.holder, one.key);
  switch (how) {
    case "replace":
      Reflect.set(one.holder, one.key, structuredClone(value));
      return;
    case "remove":
      if (Array.isArray(one.holder)) one.holder.splice(Number(one.key), 1);
      else Reflect.deleteProperty(one.holder, one.key);
      return;
    case "repeat":
      if (Array.isArray(one.holder)) one.holder.push(structuredClone(found));
      return;
    case "swap":
      Reflect.set(one.holder, one.key, structuredClone(Reflect.get(two.holder, two.key)));
      return;
    case "nudge":
      if (typeof found === "number") Reflect.set(one.holder, one.key, found + (other % 2 === 0 ? 1 : -1));
      return;
    case "add":
      if (typeof found === "object" && found !== null && !Array.isArray(found))
        Reflect.set(found, textOf(value), structuredClone(value));
      return;
    case "flip":
    case "cut":
    case "insert":
      return; // of bytes
  }
}

/** Every place of a document where a value is. */
function placesIn(holder: Record<string, unknown> | unknown[]): Place[] {
  const keys = Array.isArray(holder) ? holder.keys() : Object.keys(holder);
  const places: Place[] = [];
  for (const key of keys) {
    const value: unknown = Reflect.get(holder, key);
    places.push({ holder, key });
    if (typeof value === "object" && value !== null) places.push(...placesIn(value as Record<string, unknown>));
  }
  return places;
}
