import type { ReactNode } from "react";

export type Fact = { readonly term: string; readonly says: ReactNode };

/** Terms and what they are, beside each other where there is room. */
export function Facts({ all }: { readonly all: readonly Fact[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[11rem_minmax(0,1fr)] sm:gap-y-2">
      {all.map(({ term, says }) => (
        <div key={term} className="grid gap-x-4 max-sm:pb-1.5 sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="text-soft">{term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{says}</dd>
        </div>
      ))}
    </dl>
  );
}
