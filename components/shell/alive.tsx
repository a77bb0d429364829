import type { ReactNode } from "react";

/** What shows states: a page whose script never came cannot age them, so it takes them back by itself. */
export function Alive({ isAlive, children }: { readonly isAlive: boolean; readonly children: ReactNode }) {
  return (
    <div className={isAlive ? "is-alive" : ""}>
      <p className="dead-man rounded-xl border border-warn-line bg-warn-bg px-4 py-3 text-warn">
        This page did not come alive, so what it shows is old. Reload it.
      </p>
      {children}
    </div>
  );
}
