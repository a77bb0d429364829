import { type InputHTMLAttributes, useId } from "react";

type Props = InputHTMLAttributes<HTMLInputElement> & { readonly label: string };

/** One line of text with its label. */
export function TextField({ label, ...input }: Props) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      <input
        {...input}
        id={id}
        className="min-h-12 w-full rounded-xl border border-edge bg-ground px-3 text-base text-ink"
      />
    </div>
  );
}
