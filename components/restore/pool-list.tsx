import Link from "next/link";
import { restorePath } from "#components/status/paths.ts";
import type { Pair } from "#components/status/snapshot.ts";
import { shortName } from "#lib/domain/pool.ts";

/** Every pool that has a partner, with who would give it back. */
export function PoolList({ pairs }: { readonly pairs: readonly Pair[] }) {
  if (pairs.length === 0) return null;
  return (
    <section aria-labelledby="every-pool">
      <h2 id="every-pool" className="px-1 pb-2 font-semibold text-base">
        Every pool
      </h2>
      <ul className="grid gap-2 sm:grid-cols-2">
        {pairs.flatMap(({ A, B }) =>
          [
            { pool: A, partner: B },
            { pool: B, partner: A },
          ].map(({ pool, partner }) => (
            <li key={pool} className="[contain-intrinsic-size:auto_4.5rem] [content-visibility:auto]">
              <Link
                href={restorePath(pool)}
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
