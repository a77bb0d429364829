import type { ReactNode } from "react";
import { Brand } from "./brand.tsx";
import { NavLink } from "./nav-link.tsx";

type Props = {
  readonly who: string;
  readonly role: string;
  readonly signOut: () => Promise<void>;
  readonly children: ReactNode;
};

/** The frame of every page behind sign-in: a side bar, on a phone a bar at the top. */
export function Shell({ who, role, signOut, children }: Props) {
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[12.5rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-10 focus:rounded-lg focus:bg-panel focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-panel px-4 py-2.5 lg:sticky lg:top-0 lg:h-dvh lg:flex-col lg:flex-nowrap lg:items-stretch lg:border-r lg:border-b-0 lg:px-3 lg:py-4">
        <div className="lg:px-2 lg:pb-4">
          <Brand />
        </div>
        <nav aria-label="Console" className="max-lg:hidden">
          <NavLink href="/">Pairs</NavLink>
        </nav>
        <div className="ml-auto flex items-center gap-3 text-2xs text-soft lg:mt-auto lg:ml-0 lg:flex-col lg:items-stretch lg:gap-2 lg:px-2">
          <p className="min-w-0 [overflow-wrap:anywhere]">
            {who}
            <span className="max-sm:hidden"> · {role}</span>
          </p>
          <form action={signOut}>
            <button
              type="submit"
              className="moves min-h-10 w-full rounded-lg border border-line px-3 text-ink text-sm hover:bg-raised"
            >
              Sign out
            </button>
          </form>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 px-4 py-5 outline-none sm:px-6">
        {children}
      </main>
    </div>
  );
}
