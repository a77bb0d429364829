import type { MarkView } from "#lib/domain/lane-history.ts";

type Kind = MarkView["Kind"];

/** Each kind of mark has a shape of its own: a sync points forward, a restore comes back, an error is crossed out. */
const PATHS: Readonly<Record<Kind, string>> = {
  sync: "M1 1 9 5.5 1 10z",
  restore: "M9 1 1 5.5 9 10z",
  error: "M1.5 1.5l8 8M9.5 1.5l-8 8",
};

type Props = { readonly kind: Kind; readonly viewBox?: { readonly x?: number; readonly y?: number } };

/** A mark at the top of its line in a chart, which says where that is; elsewhere beside its words. */
export function MarkShape({ kind, viewBox }: Props) {
  const { x = 5, y = 0 } = viewBox ?? {};
  return (
    <g transform={`translate(${x - 5} ${y})`}>
      <MarkPath kind={kind} />
    </g>
  );
}

/** The shape as a picture of its own. */
export function MarkIcon({ kind }: { readonly kind: Kind }) {
  return (
    <svg viewBox="0 0 11 11" className="size-3 flex-none" aria-hidden="true">
      <MarkPath kind={kind} />
    </svg>
  );
}

function MarkPath({ kind }: { readonly kind: Kind }) {
  return kind === "error" ? (
    <path d={PATHS.error} stroke="var(--bad)" strokeWidth="2" fill="none" />
  ) : (
    <path d={PATHS[kind]} fill="var(--ink)" />
  );
}
