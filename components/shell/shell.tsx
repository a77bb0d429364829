import Link from "next/link";
import type { ReactNode } from "react";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { Brand } from "./brand.tsx";
import type { Choices } from "./choices.ts";
import { ChoicesForm } from "./choices-form.tsx";
import { ConsoleNav } from "./console-nav.tsx";
import { Menu } from "./menu.tsx";

type Props = {
  readonly who: string;
  readonly role: string;
  readonly chosen: Choices;
  readonly signOut: () => Promise<void>;
  readonly children: ReactNode;
};

/** The frame of every page behind sign-in: a side bar, where there is no room for one a bar at the top with a menu. */
export function Shell({ who, role, chosen, signOut, children }: Props) {
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[12.5rem_minmax(0,1fr)] print:block">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-10 focus:rounded-lg focus:bg-panel focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <header className="print:hidden flex items-center gap-x-4 border-line border-b bg-panel px-4 py-2 lg:sticky lg:top-0 lg:h-dvh lg:flex-col lg:items-stretch lg:overflow-y-auto lg:border-r lg:border-b-0 lg:px-3 lg:py-4">
        <div className="lg:px-2 lg:pb-4">
          <Brand />
        </div>
        <Menu>
          <ConsoleNav />
          <div className="grid gap-3 text-2xs text-soft lg:px-2">
            <ChoicesForm chosen={chosen} />
            <form action={signOut} data-leaves className="grid gap-2">
              <Link href="/account" className={`min-w-0 py-1 [overflow-wrap:anywhere] ${TEXT_LINK}`}>
                {who} · {role}
              </Link>
              <button
                type="submit"
                className="moves min-h-11 rounded-lg border border-line px-3 text-ink text-sm hover:bg-raised lg:min-h-9"
              >
                Sign out
              </button>
            </form>
          </div>
        </Menu>
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 px-4 py-5 outline-none sm:px-6">
        {children}
      </main>
    </div>
  );
}
