"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";

const ID = "console-menu";

/**
 * What stands in the side bar; where there is no room for one, a panel behind a button. A native popover: Escape and a press
 * outside close it, and it opens before scripts run.
 */
export function Menu({ children }: { readonly children: ReactNode }) {
  const path = usePathname();
  const menu = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page was opened
  useEffect(() => {
    if (menu.current?.matches(":popover-open")) menu.current.hidePopover();
  }, [path]);
  return (
    <>
      <button
        type="button"
        popoverTarget={ID}
        className="moves ml-auto flex min-h-11 items-center gap-2 rounded-lg border border-edge px-3 text-sm hover:bg-raised lg:hidden"
      >
        <svg viewBox="0 0 12 12" className="size-3.5" fill="none" aria-hidden="true">
          <path d="M1 2.5h10M1 6h10M1 9.5h10" stroke="currentColor" strokeWidth="1.4" />
        </svg>
        Menu
      </button>
      <div
        ref={menu}
        id={ID}
        popover="auto"
        className="menu flex-1 flex-col gap-4 rounded-2xl border border-edge bg-panel p-3 text-ink open:flex lg:min-h-0 lg:overflow-visible"
      >
        {children}
      </div>
    </>
  );
}
