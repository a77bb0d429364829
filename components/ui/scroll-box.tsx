import type { ReactNode } from "react";

type Props = { readonly label: string; readonly className: string; readonly children: ReactNode };

/** Something long in little room. It can be reached by the keyboard, for else nobody could scroll it without a mouse. */
export function ScrollBox({ label, className, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section aria-label={label} tabIndex={0} className={`overflow-auto ${className}`}>
      {children}
    </section>
  );
}
