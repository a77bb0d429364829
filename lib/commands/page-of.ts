import { cursor, limit, PARAMETERS } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";

/** What asks for a page of a list that is short as a rule: so many at once, and where the page before ended. */
export const PAGING = { limit: limit.default(1_000), next: cursor.optional() };

type Asked = { readonly limit: number; readonly next?: string | undefined };

/** One page, and what asks for the one after it: null with the last. */
export type Page<T> = { readonly page: readonly T[]; readonly next: string | null };

/**
 * A page of a list of which each thing has a name of its own, which is where the next page goes on. A name that is not listed
 * any more is refused, "bad-input": nobody could say what was told already.
 */
export function pageOf<T>(all: readonly T[], nameOf: (one: T) => string, { limit: most, next }: Asked): Page<T> {
  const before = next === undefined ? -1 : all.findIndex((one) => nameOf(one) === next);
  if (next !== undefined && before === -1)
    throw new Problem(
      "bad-input",
      "Next names nothing that is listed now.",
      "Ask from the beginning, without Next.",
      PARAMETERS.next.name,
    );
  const page = all.slice(before + 1, before + 1 + most);
  const last = before + 1 + most < all.length ? page.at(-1) : undefined;
  return { page, next: last === undefined ? null : nameOf(last) };
}
