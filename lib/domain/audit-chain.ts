import { canonicalJson } from "./canonical-json.ts";

/** What somebody did, as it is kept. `before` and `after` are JSON text, null for nothing. */
export type AuditRow = {
  /** Numbers begin at 1 and count up by one. */
  readonly n: number;
  readonly at: number;
  readonly actor: string;
  readonly role: string;
  readonly door: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
  readonly before: string | null;
  readonly after: string | null;
};

/** A row with its own hash and that of the row before it. */
export type ChainedRow = AuditRow & { readonly previous: string; readonly hash: string };

/** A row by its number and hash: what the next one builds on. */
export type Link = { readonly n: number; readonly hash: string };

/** Before the first row there is none; every audit begins here. */
export const BEGINNING: Link = { n: 0, hash: "0".repeat(64) };

/** The bytes that a row's hash is taken of: whatever of the row is another is another text. */
export function chainText(row: AuditRow, previous: string): string {
  const { n, at, actor, role, door, action, subject, reason, before, after } = row;
  return canonicalJson({ n, at, actor, role, door, action, subject, reason, before, after, previous });
}

/** What does not fit, by the first row of which that is known: it is another than was written, it is gone, or it is one too many. */
export type ChainFault = { readonly n: number; readonly is: "altered" | "missing" | "inserted" };

/**
 * Reads an audit in the order of its numbers. `first` is what its first row builds on, and `hashOf` the sha256 of a text in
 * hex. Each row keeps the hash of the one before, so that one which was written anew with a hash of its own is found by the next.
 */
export class ChainReader {
  readonly #hashOf: (text: string) => string;
  #last: Link;
  #isFirst = true;

  constructor(first: Link, hashOf: (text: string) => string) {
    this.#hashOf = hashOf;
    this.#last = first;
  }

  get last(): Link {
    return this.#last;
  }

  /** Null for a row that follows on the last. `head` is the last row that was ever written, as it is kept apart. */
  read(row: ChainedRow, head: Link): ChainFault | null {
    const { n } = row;
    const next = this.#last.n + 1;
    if (n > head.n) return this.end(head) ?? { n, is: "inserted" };
    if (n < next) return { n, is: "inserted" };
    if (n > next) return { n: next, is: "missing" };
    if (!this.#fits(row, n)) {
      // Who takes a row away or puts one in may give those after it other numbers.
      if (this.#fits(row, n + 1)) return { n, is: "missing" };
      if (!this.#isFirst && this.#fits(row, n - 1)) return { n: this.#last.n, is: "inserted" };
      return { n, is: "altered" };
    }
    // As it was written, and after another row than the one that stands before it.
    if (row.previous !== this.#last.hash) return { n: this.#isFirst ? n : this.#last.n, is: "altered" };
    this.#last = { n, hash: row.hash };
    this.#isFirst = false;
    return null;
  }

  #fits(row: ChainedRow, n: number): boolean {
    return this.#hashOf(chainText({ ...row, n }, row.previous)) === row.hash;
  }

  /** Null when nothing is missing after the last row that was read. */
  end(head: Link): ChainFault | null {
    if (head.n > this.#last.n) return { n: this.#last.n + 1, is: "missing" };
    return head.hash === this.#last.hash ? null : { n: this.#last.n, is: "altered" };
  }
}
