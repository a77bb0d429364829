import Link from "next/link";
import type { ReactNode } from "react";
import { TEXT_LINK } from "#components/ui/button-looks.ts";

/** The way back, and what this page hears. */
export function PageTop({ children }: { readonly children?: ReactNode }) {
  return (
    <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-6 gap-y-1">
      <Link href="/" className={`inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`}>
        Back to the pairs
      </Link>
      {children}
    </div>
  );
}
