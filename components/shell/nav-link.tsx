"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

/** One page of the console in the side bar; marked while it is the one that is open. */
export function NavLink({ href, children }: { readonly href: string; readonly children: string }) {
  const isOpen = usePathname() === href;
  return (
    <Link
      href={href}
      aria-current={isOpen ? "page" : undefined}
      className="moves flex min-h-10 items-center rounded-lg px-2.5 text-sm text-soft hover:bg-raised aria-[current=page]:bg-raised aria-[current=page]:text-ink"
    >
      {children}
    </Link>
  );
}
