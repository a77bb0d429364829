import Link from "next/link";
import { TOPOLOGY_PATH } from "#components/status/paths.ts";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";
import { filterPath, NO_FILTER, type PairsFilter } from "./pairs-filter.ts";

type Props = { readonly filter: PairsFilter; readonly total: number; readonly clear: () => void };

/** Why the list is empty, and what to do about it. */
export function NoPairs({ filter, total, clear }: Props) {
  return (
    <div className="rounded-2xl border border-edge border-dashed px-5 py-8 text-center">
      {total === 0 ? (
        <p className="text-pretty">
          Two pools that are paired stand here.{" "}
          <Link href={TOPOLOGY_PATH} className={TEXT_LINK}>
            Pair two pools
          </Link>
        </p>
      ) : (
        <>
          <p className="text-pretty [overflow-wrap:anywhere]">
            {filter.q.trim() === ""
              ? "No pair is so right now."
              : `No pool that is shown is named “${filter.q.trim()}”.`}
          </p>
          <a
            href={filterPath(NO_FILTER)}
            onClick={(event) => {
              event.preventDefault();
              clear();
            }}
            className={`${PLAIN} mt-4`}
          >
            Show all pairs
          </a>
        </>
      )}
    </div>
  );
}
