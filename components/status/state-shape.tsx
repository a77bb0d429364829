import type { ReactNode } from "react";
import type { ExportState } from "#lib/domain/export-state.ts";
import type { ImportState } from "#lib/domain/import-state.ts";

/** Each state has a shape of its own, so that greyscale and colour blindness lose nothing. */
const SHAPES: Record<ExportState | ImportState, ReactNode> = {
  FinalState: (
    <>
      <circle cx="6" cy="6" r="5.5" fill="currentColor" />
      <path d="M3.3 6.2 5.2 8.1 8.7 4.1" stroke="var(--cut)" strokeWidth="1.6" />
    </>
  ),
  SteadyState: (
    <>
      <circle cx="6" cy="6" r="4.7" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 1.3a4.7 4.7 0 0 1 0 9.4z" fill="currentColor" />
    </>
  ),
  NonSteadyState: <path d="M6 .8 11.6 11H.4z" fill="currentColor" />,
  NotInitialized: <path d="M2.3 6h7.4" stroke="currentColor" strokeWidth="1.8" />,
  ErrorState: <path d="m2 2 8 8M10 2l-8 8" stroke="currentColor" strokeWidth="2.4" />,
  NormalState: <path d="M2 6.4 4.6 9 10 3.2" stroke="currentColor" strokeWidth="1.7" />,
  Unknown: (
    <path d="M3.7 4.2a2.3 2.3 0 1 1 3.4 2C6.3 6.6 6 7 6 7.8M6 9.6v1.5" stroke="currentColor" strokeWidth="1.6" />
  ),
};

const BESIDE_TEXT = "size-[0.8125rem] flex-none translate-y-[0.1rem]";

type Props = { readonly state: ExportState | ImportState; readonly className?: string };

/** The shape of a state; the word beside it names it. */
export function StateShape({ state, className = BESIDE_TEXT }: Props) {
  return (
    <svg viewBox="0 0 12 12" className={className} fill="none" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  );
}
