import { expect, test } from "vitest";
import { FACES, module, NOW, partner, seconds } from "#lib/testkit/snapshot.ts";
import { refusedSentence, restSentences } from "./rest.ts";

test("what is sent but not acknowledged, what is held back, and what is left out, is said apart", () => {
  expect(
    restSentences(
      module({ PendingItems: 31, UnackedPackages: 2, UnackedItems: 12, HeldItems: 30, IgnoredItems: 1 }),
      FACES,
      NOW,
    ),
  ).toEqual([
    "On its way: 12 rows in 2 packages, no ack yet",
    "Deletion of 30 rows held back",
    "1 link or device ignored: never copied",
  ]);
  expect(restSentences(module({ PendingItems: 30, HeldItems: 30 }), FACES, NOW)).toEqual([]);
  expect(restSentences(module({ UnackedPackages: null, HeldItems: null, IgnoredItems: 0 }), FACES, NOW)).toEqual([]);
});

test("the oldest package that is not acknowledged ages", () => {
  const sent = (OldestUnackedAt: string) => restSentences(module({ UnackedPackages: 31, OldestUnackedAt }), FACES, NOW);
  expect(sent(seconds(-9))).toEqual(["On its way: 31 packages, no ack yet"]);
  expect(sent(seconds(-725))).toEqual(["Not known to have arrived: 31 packages, no ack for 12 min 5 s"]);
});

const NAME = 'users ["sip:ada@example.com"]';

test.each<[sentence: string | null, items: number | null, first: string | null]>([
  [`1 row refused by pool2: ${NAME}`, 1, NAME],
  [`1,216 rows refused by pool2, first ${NAME}`, 1216, NAME],
  ["3 rows refused by pool2", 3, null],
  [null, 0, null],
  [null, null, NAME],
])("%s", (sentence, QuarantinedItems, FirstQuarantined) => {
  const told = refusedSentence(module({ QuarantinedItems }), partner({ FirstQuarantined }), FACES, "pool2");
  expect(told && [told.says, ...(told.first === null ? [] : [told.first])].join(" ")).toBe(sentence);
});

test("what a further module's partner refused is counted in that module's own words", () => {
  const told = { Identity: "Some.LedgerStore", QuarantinedItems: 2 };
  expect(refusedSentence(module(told), null, FACES, "pool2")?.says).toBe("2 entries refused by pool2");
});
