"use client";

import { type ReactNode, useActionState, useEffect } from "react";
import { PRIMARY } from "#components/ui/button-looks.ts";
import { TextField } from "#components/ui/text-field.tsx";

/** What became of it; null before the first try. */
export type ConfirmTold = { readonly isThem: boolean; readonly says: string } | null;
export type Confirm = (before: ConfirmTold, form: FormData) => Promise<ConfirmTold>;

type Props = {
  readonly confirm: Confirm;
  readonly done?: () => void;
  /** Buttons beside the one that confirms. */
  readonly children?: ReactNode;
};

/** A password or a code shows that it is still them; works before scripts do. */
export function ConfirmForm({ confirm, done, children }: Props) {
  const [told, action, isPending] = useActionState(confirm, null);
  const isThem = told?.isThem === true;
  useEffect(() => {
    if (isThem) done?.();
  }, [isThem, done]);
  return (
    <form action={action} className="grid gap-4">
      <TextField
        label="Your password, or a code of your app"
        name="given"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={done !== undefined}
        problem={told === null || isThem ? null : told.says}
      />
      <div className="flex flex-wrap items-center justify-end gap-2.5 max-sm:*:flex-1">
        <p role="status" className="mr-auto text-sm max-sm:min-w-full">
          {isThem && told.says}
        </p>
        {children}
        <button type="submit" aria-disabled={isPending} className={PRIMARY}>
          {isPending ? "Confirming" : "Confirm"}
        </button>
      </div>
    </form>
  );
}
