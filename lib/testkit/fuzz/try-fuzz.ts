import fc from "fast-check";
import { InventoryFuzz, inventoryCases } from "./inventory-fuzz.ts";
import { LedgerFuzz, ledgerCases } from "./ledger-fuzz.ts";
import { PackageFuzz, packageCases } from "./package-fuzz.ts";
import { WordFuzz, wordCases } from "./word-fuzz.ts";

/** What reads what others wrote; each tries one case and says what it came to, or throws what went wrong. */
type Reader<Case> = { try(one: Case): Promise<string>; close(): Promise<void> };

export const FUZZED = ["packages", "words", "inventories", "ledger"] as const;

export type Fuzzed = {
  /** How often each outcome was seen. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** What went wrong, and the smallest case found that shows it; null when nothing did. */
  readonly violation: string | null;
};

export type Fuzz = {
  readonly what: (typeof FUZZED)[number];
  readonly cases: number;
  readonly seed: number;
  readonly onProgress?: (tried: number) => void;
};

/** Tries so many damaged and lying packages, words of the partner (acks, questions, inventories), or rows of the ledger. */
export function tryFuzz(fuzz: Fuzz): Promise<Fuzzed> {
  switch (fuzz.what) {
    case "packages":
      return tryAll(PackageFuzz.open, packageCases, fuzz);
    case "words":
      return tryAll(WordFuzz.open, wordCases, fuzz);
    case "inventories":
      return tryAll(InventoryFuzz.open, inventoryCases, fuzz);
    case "ledger":
      return tryAll(LedgerFuzz.open, ledgerCases, fuzz);
  }
}

/** Tries so many cases on a reader, and shrinks the first that goes wrong. */
export async function tryAll<Case>(
  open: () => Promise<Reader<Case>>,
  anyCase: fc.Arbitrary<Case>,
  { cases, seed, onProgress }: Pick<Fuzz, "cases" | "seed" | "onProgress">,
): Promise<Fuzzed> {
  const outcomes = new Map<string, number>();
  let tried = 0;
  let reader = await open();
  try {
    const property = fc.asyncProperty(anyCase, async (one) => {
      try {
        const outcome = await reader.try(one);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      } catch (thrown) {
        await reader.close();
        reader = await open(); // what a case broke is not to be laid at the next one's door
        throw thrown;
      }
      tried += 1;
      onProgress?.(tried);
    });
    const { failed, errorInstance, counterexample } = await fc.check(property, { numRuns: cases, seed });
    if (!failed) return { outcomes, violation: null };
    const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    return { outcomes, violation: `${why}\n\nseed ${seed}: ${JSON.stringify(counterexample?.[0])}` };
  } finally {
    await reader.close();
  }
}
