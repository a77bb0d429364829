import { NavLink } from "./nav-link.tsx";
import { ELSEWHERE, PAGES } from "./pages.ts";

/** The pages of the console, and those that are shown elsewhere: on a TV, on a phone at night. */
export function ConsoleNav() {
  return (
    <nav aria-label="Console" className="flex flex-1 flex-col gap-0.5">
      {PAGES.map(({ href, also, name }) => (
        <NavLink key={href} href={href} {...(also === undefined ? {} : { also })}>
          {name}
        </NavLink>
      ))}
      <div className="mt-auto grid gap-0.5 max-lg:border-line max-lg:border-t max-lg:pt-2 lg:pt-4">
        {ELSEWHERE.map(({ href, name }) => (
          <a
            key={href}
            href={href}
            className="moves flex min-h-11 items-center gap-1.5 rounded-lg px-2.5 text-sm text-soft hover:bg-raised lg:min-h-9"
          >
            {name} <span aria-hidden="true">↗</span>
          </a>
        ))}
      </div>
    </nav>
  );
}
