import type { ReactNode } from "react";

type Props = { readonly tone?: "calm" | "warn" | "bad"; readonly label?: string; readonly children: ReactNode };

/** A framed part of a page. */
export function Panel({ tone = "calm", label, children }: Props) {
  return (
    <section
      aria-label={label}
      data-tone={tone}
      className="grid gap-5 rounded-2xl border border-line bg-panel p-4 data-[tone=bad]:border-bad-line data-[tone=warn]:border-warn-line sm:p-7"
    >
      {children}
    </section>
  );
}
