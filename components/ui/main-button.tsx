import type { ButtonHTMLAttributes } from "react";

/** The one thing to press on a page. */
export function MainButton(props: ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      {...props}
      className="moves min-h-12 w-full rounded-xl bg-press px-4 font-medium text-on-press hover:brightness-110 aria-disabled:opacity-70"
    />
  );
}
