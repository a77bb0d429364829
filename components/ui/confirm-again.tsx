"use client";

import { startTransition, useEffect, useRef } from "react";
import { askToConfirm, lastSent } from "./ask-to-confirm.ts";

type Props = {
  /** Another one asks anew. */
  readonly refusal: { readonly says: string };
  readonly again: (form: FormData) => void;
};

/** In a form whose press was refused until it is confirmed: asks for that in place, and goes on with what was sent. */
export function ConfirmAgain({ refusal, again }: Props) {
  const here = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    const form = here.current?.closest("form") ?? null;
    const given = form && lastSent(form);
    const popover = form?.closest<HTMLElement>("[popover]");
    void askToConfirm(refusal.says).then((isThem) => {
      if (popover?.isConnected && !popover.matches(":popover-open")) popover.showPopover(); // a dialog closes it
      if (isThem && given) startTransition(() => again(given));
    });
  }, [refusal]);
  return <span ref={here} />;
}
