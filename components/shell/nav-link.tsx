"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

type Props = {
  readonly href: string;
  /** What else belongs to it, besides what lies below it. */
  readonly also?: string;
  readonly children: string;
};

/** One page of the console in the side bar; marked while it, or what belongs to it, is open. */
export function NavLink({ href, also, children }: Props) {
  const path = usePathname();
  const isOpen = path === href || (href !== "/" && path.startsWith(`${href}/`));
  const isWithin = also !== undefined && new RegExp(also).test(path);
  return (
    <Link
      href={href}
      aria-current={isOpen || isWithin ? (path === href ? "page" : "true") : undefined}
      className="moves flex min-h-11 items-center rounded-lg px-2.5 text-sm text-soft hover:bg-raised aria-[current]:bg-raised aria-[current]:text-ink lg:min-h-10"
    >
      {children}
    </Link>
  );
}
