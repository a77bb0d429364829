import { type InputHTMLAttributes, useId } from "react";

type Props = InputHTMLAttributes<HTMLInputElement> & {
  readonly label: string;
  /** What is wrong with what was typed; read aloud as soon as it is there. */
  readonly problem?: string | null;
};

/** One line of text with its label, and what is wrong with it. */
export function TextField({ label, problem = null, ...input }: Props) {
  const id = useId();
  const told = `${id}-problem`;
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      <input
        {...input}
        id={id}
        aria-invalid={problem === null ? undefined : true}
        aria-describedby={problem === null ? undefined : told}
        className="min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink aria-invalid:border-bad"
      />
      {problem !== null && (
        <p id={told} role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}
