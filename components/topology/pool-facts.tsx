import Link from "next/link";
import { checkPath } from "#components/status/paths.ts";
import { QUIET } from "#components/ui/button-looks.ts";
import { Facts } from "#components/ui/facts.tsx";
import { shortName } from "#lib/domain/pool.ts";
import { cmsWords, type ToldPool } from "./told-pool.ts";

type Props = {
  readonly pool: ToldPool;
  readonly pools: readonly ToldPool[];
  /** Null for who may only look. */
  readonly clean: ((pool: ToldPool) => void) | null;
};

/** One pool: what is known of it, and what can be removed from it. */
export function PoolFacts({ pool, pools, clean }: Props) {
  const inFolder = `in the data folder, pools/${pool.PoolFqdn}`;
  return (
    <section aria-label={pool.PoolFqdn} data-pool={pool.PoolFqdn} className="grid content-start gap-2.5">
      <h3 className="font-semibold text-base [overflow-wrap:anywhere]">{pool.PoolFqdn}</h3>
      <Facts
        all={[
          { term: "Edition", says: pool.Edition },
          { term: "Site", says: pool.Site === "" ? "not said" : pool.Site },
          { term: "CMS role", says: cmsWords(pool, pools) },
          { term: "File store", says: pool.FileStore ?? `${inFolder}/files` },
          { term: "User database", says: pool.UserStore ?? `${inFolder}/user.db` },
          { term: "Engine", says: pool.IsHere ? "run by this service" : "run by another service: changed there" },
          ...(pool.IsMade ? [] : [{ term: "Stores", says: "are being made: the next start goes on with it" }]),
        ]}
      />
      {pool.IsHere && pool.IsMade && (
        <p className="-mx-2.5 flex flex-wrap gap-x-1">
          <Link href={checkPath(pool.PoolFqdn)} className={QUIET}>
            Check {shortName(pool.PoolFqdn)}
          </Link>
          {clean !== null && (
            <button type="button" onClick={() => clean(pool)} className={QUIET}>
              Data of former partners<span className="sr-only"> on {shortName(pool.PoolFqdn)}</span>
            </button>
          )}
        </p>
      )}
    </section>
  );
}
