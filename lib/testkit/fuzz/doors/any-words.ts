import fc from "fast-check";
import { PARAMETERS } from "#lib/commands/parameters.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";

/** What breaks programs that trust what they read: paths that lead out, letters that are none, what other languages would run. */
const NASTY = [
  "",
  " ",
  "\0",
  "..",
  "../../../etc/passwd",
  "..\\..\\windows",
  "%2e%2e%2f",
  "/etc/passwd",
  "C:\\x",
  ".",
  "-",
  "--",
  "-Force",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "null",
  "undefined",
  "NaN",
  "-1",
  "0",
  "1e400",
  "99999999999999999999",
  "' or 1=1 --",
  '"; drop table audit; --',
  "<script>alert(1)</script>",
  "{{7*7}}",
  "a\r\nset-cookie: x=y",
  "\u202egnp.exe",
  "\ud800",
  "\ufffd\uffff",
  "İ",
  "ẞ",
  "e\u0301",
  "(((((((((((((((((((((((((a)",
  "*".repeat(300),
  "a".repeat(5_000),
  ".".repeat(300),
  "9".repeat(300),
];

/** What is understood somewhere, so that more than the first check is reached. */
const KNOWN = [
  POOL_1,
  POOL_2,
  "POOL1.Pairkeeper.TEST.",
  "All",
  "DataConf",
  "PresenceFocus",
  "UserServices.PresenceFocus",
  "CMS",
  "UserData",
  "Global",
  "true",
  "false",
  "1",
  "5",
  "00:02:00",
  "2026-11-21T12:00:00Z",
  "2026-11-21",
  "00000000-0000-4000-8000-000000000000",
  "DataConf:x",
  "DataConf:../x",
  "sip:ada@example.com",
  "standard",
  "administrator",
  "newest",
  "jsonlines",
  "from-partner",
  "BBBB-BBBB",
];

export const anyWord: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...KNOWN), fc.constantFrom(...NASTY)).map((two) => two.join("")) },
);

/** The name of a parameter as it is written in JSON and queries, as the command line spells it, or none. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Object.keys(PARAMETERS)) },
  { weight: 2, arbitrary: fc.constantFrom(...Object.values(PARAMETERS).map(({ name }) => name)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("limit", "before", "after", "order", "format", "points", "since", "what", "to"),
  },
  { weight: 1, arbitrary: anyWord },
);

/** Any value of JSON. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: anyWord },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(true, false, null, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[[[]]]]) },
  { weight: 1, arbitrary: fc.array(anyWord, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(anyName, anyWord, { maxKeys: 2 }) },
);

/** What a program sends as a body: an object of parameters most of the time, else anything. */
export const anyBody: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.tuple(anyName, anyValue), { maxLength: 3 }).map((some) => jsonOf(some)),
  },
  { weight: 1, arbitrary: anyValue.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: anyWord },
  {
    weight: 1,
    arbitrary: fc.constantFrom("{", "[".repeat(3_000), '{"a":1,"a":2}', "x".repeat(65_537), '{"__proto__":{"role":1}}'),
  },
);

/** As text, so that `__proto__` is a name like any other. */
const jsonOf = (some: readonly (readonly [string, unknown])[]) =>
  `{${some.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
