import Link from "next/link";
import { useState } from "react";
import { namesPair } from "#components/pairs/pairs-filter.ts";
import { restorePath } from "#components/status/paths.ts";
import type { Pair } from "#components/status/snapshot.ts";
import { SearchField } from "#components/ui/search-field.tsx";
import { shortName } from "#lib/domain/pool.ts";

type Props = {
  readonly pairs: readonly Pair[];
  /** What is sought, as the address has it. */
  readonly sought: string;
};

/** More than so many are searched, not read. */
const FEW = 6;

/** Every pool that has a partner, with who would give it back. */
export function PoolList({ pairs, sought }: Props) {
  const [q, setQ] = useState(sought);
  if (pairs.length === 0) return null;
  const found = pairs.filter((pair) => namesPair(pair, q));
  return (
    <section aria-labelledby="every-pool" className="grid gap-3">
      <h2 id="every-pool" className="font-semibold text-base">
        Every pool
      </h2>
      {(pairs.length > FEW || sought !== "") && (
        <search>
          <SearchField label="Find a pool by name" action="/restore" value={q} change={setQ} />
        </search>
      )}
      {found.length === 0 && <p className="text-soft">No pool of that name has a partner.</p>}
      <ul className="grid gap-2 sm:grid-cols-2">
        {found.flatMap(({ A, B }) =>
          [
            { pool: A, partner: B },
            { pool: B, partner: A },
          ].map(({ pool, partner }) => (
            <li key={pool} className="[contain-intrinsic-height:auto_4.5rem] [content-visibility:auto]">
              <Link
                href={restorePath(pool)}
                prefetch={false}
                className="moves block rounded-xl border border-line bg-panel px-4 py-3 hover:border-accent"
              >
                <span className="block font-medium [overflow-wrap:anywhere]">{pool}</span>
                <span className="block text-2xs text-soft">its partner is {shortName(partner)}</span>
              </Link>
            </li>
          )),
        )}
      </ul>
    </section>
  );
}
