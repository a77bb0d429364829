import { count } from "#components/status/amount.ts";
import { PAIR_KINDS, type PairCounts, type PairKind, wantsAttention } from "#components/status/census.ts";
import { SearchField } from "#components/ui/search-field.tsx";
import { filterPath, type PairsFilter, type Shown } from "./pairs-filter.ts";

const WORDS: Record<Shown, string> = {
  all: "All",
  attention: "Need attention",
  failing: "Failing",
  unheard: "Out of contact",
  late: "Over the target",
  behind: "Falling behind",
  refused: "Refused items",
  starting: "Starting",
  healthy: "Healthy",
};

type Props = {
  readonly filter: PairsFilter;
  readonly counts: PairCounts;
  /** How many are shown, of how many. */
  readonly shown: number;
  readonly total: number;
  readonly setFilter: (filter: PairsFilter, how: "typed" | "picked") => void;
};

/** Search by name and pick by kind; plain links and a plain form, so it works before scripts do. */
export function FilterBar({ filter, counts, shown, total, setFilter }: Props) {
  return (
    <search className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-2 max-sm:grid max-sm:grid-cols-1">
      <SearchField
        label="Find a pool by name"
        action="/"
        value={filter.q}
        change={(q) => setFilter({ ...filter, q }, "typed")}
      >
        {filter.show !== "all" && <input type="hidden" name="show" value={filter.show} />}
      </SearchField>
      <ul
        aria-label="Which pairs"
        className="flex gap-1.5 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 sm:flex-wrap"
      >
        {choices(counts, filter.show).map(({ show, many }) => (
          <li key={show} className="flex-none">
            <a
              href={filterPath({ ...filter, show })}
              aria-current={show === filter.show ? "true" : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                setFilter({ ...filter, show }, "picked");
              }}
              className="moves flex min-h-11 items-center gap-1.5 rounded-lg border border-line px-2.5 text-soft text-sm hover:border-accent aria-[current]:border-edge aria-[current]:bg-raised aria-[current]:text-ink lg:min-h-9"
            >
              {WORDS[show]} <span className="text-2xs">{count(many)}</span>
            </a>
          </li>
        ))}
      </ul>
      <p role="status" className="text-2xs text-soft">
        {shown === total ? `${count(total)} pairs` : `${count(shown)} of ${count(total)} pairs`}
      </p>
    </search>
  );
}

type Choice = { readonly show: Shown; readonly many: number };

/** Everything, what wants a person, and each kind that there is; what was picked stays though it is gone. */
function choices(counts: PairCounts, picked: Shown): readonly Choice[] {
  const of = (kinds: readonly PairKind[]) => kinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
  const all: readonly Choice[] = [
    { show: "all", many: of(PAIR_KINDS) },
    { show: "attention", many: of(PAIR_KINDS.filter(wantsAttention)) },
    ...PAIR_KINDS.map((kind) => ({ show: kind, many: of([kind]) })),
  ];
  return all.filter(({ show, many }) => show === "all" || many > 0 || show === picked);
}
