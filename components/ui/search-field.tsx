import type { ReactNode } from "react";

type Props = {
  readonly label: string;
  /** The page that finds it before scripts run; what is sought stands behind `?q=`. */
  readonly action: string;
  readonly value: string;
  readonly change: (value: string) => void;
  /** What else the address keeps. */
  readonly children?: ReactNode;
};

/** Finds by name while one types; a plain form, so it works before scripts do. */
export function SearchField({ label, action, value, change, children }: Props) {
  return (
    <form action={action} onSubmit={(event) => event.preventDefault()} className="min-w-0 flex-1 basis-64 sm:max-w-80">
      <input
        name="q"
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        className="min-h-11 w-full min-w-0 rounded-xl border border-edge bg-panel px-3 text-sm placeholder:text-soft lg:min-h-9"
      />
      {children}
    </form>
  );
}
