import { count, counted, type Noun } from "#components/status/amount.ts";
import type { Words } from "#components/status/words.ts";
import type { Difference } from "#lib/domain/compare.ts";
import type { CompareView, VerifiedView } from "#lib/domain/compare-view.ts";

/** "1,204 rows compared, all of them read": how much a statement rests on. */
export function extentWords(
  { Depth, Equal, Read }: Pick<VerifiedView, "Depth" | "Equal" | "Read">,
  item: Noun,
): string {
  const items = counted(Equal, item);
  switch (Depth) {
    case "full":
      return `${items}, read whole on both sides`;
    case "sample":
      return `${items}; a sample of ${count(Read)} was read, of the others size, time and mode`;
    case "stat":
      return `${items} by size, time and mode; no content was read`;
  }
}

/** As of when both sides were found equal, and by what. */
export function verifiedWords(verified: VerifiedView | null, item: Noun): Words {
  if (verified === null) return ["Not yet: no compare of it has ended with everything equal."];
  return [{ at: verified.At }, `: ${extentWords(verified, item)}`];
}

/** What differs, by its kinds: "1 different, 2 missing there"; null where nothing does. */
export function differsWords({ Different, Missing, Extra, OwnedByBoth }: CompareView): string | null {
  const all = [
    [Different, "different"],
    [Missing, "missing there"],
    [Extra, "only there"],
    [OwnedByBoth, "owned by both pools"],
  ] as const;
  const some = all.filter(([items]) => items > 0).map(([items, words]) => `${count(items)} ${words}`);
  return some.length === 0 ? null : some.join(", ");
}

/** What is told apart and is no difference; null where there is nothing of it. */
export function apartWords({
  Changing,
  Held,
  Refused,
  Unnamed,
}: Omit<VerifiedView, "Depth" | "At" | "Equal" | "Read">) {
  const all = [
    [Changing, "changed or on their way meanwhile"],
    [Held, "held by the deletion guard"],
    [Refused, "refused by the partner"],
    [Unnamed, "with a name that cannot be compared"],
  ] as const;
  const some = all.filter(([items]) => items > 0).map(([items, words]) => `${count(items)} ${words}`);
  return some.length === 0 ? null : some.join(", ");
}

const DIFFERENCES: Readonly<Record<Difference, string>> = {
  different: "Different there",
  missing: "Missing there",
  extra: "Only there",
  "owned-by-both": "Owned by both pools",
};

export function differenceWords(is: Difference): string {
  return DIFFERENCES[is];
}
