/** The sign and the name. */
export function Brand() {
  return (
    <span className="flex items-center gap-2.5 text-base font-semibold tracking-tight">
      <svg viewBox="0 0 26 26" className="size-[1.625rem] flex-none" fill="none" aria-hidden="true">
        <rect x="1" y="4" width="9" height="18" rx="3" stroke="var(--accent)" strokeWidth="2" />
        <rect x="16" y="4" width="9" height="18" rx="3" stroke="var(--good)" strokeWidth="2" />
        <path d="M8 10h10m-2.6-2.6L18 10l-2.6 2.6M18 16H8m2.6-2.6L8 16l2.6 2.6" stroke="var(--ink)" strokeWidth="1.6" />
      </svg>
      Pairkeeper
    </span>
  );
}
