"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { confirmBy, keepSent } from "#components/ui/ask-to-confirm.ts";
import { PLAIN } from "#components/ui/button-looks.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { type Confirm, ConfirmForm } from "./confirm-form.tsx";

/** Stands by on every page: what cannot be taken back, or decides who may come in, asks here who it is, where the last sign-in is long ago, and then goes on. */
export function ConfirmDialog({ confirm }: { readonly confirm: Confirm }) {
  const [isOpen, setOpen] = useState(false);
  const [why, setWhy] = useState("");
  const answer = useRef<(isThem: boolean) => void>(() => {});
  const end = useCallback((isThem: boolean) => {
    answer.current(isThem);
    setOpen(false);
  }, []);
  useEffect(() => {
    document.addEventListener("submit", keepSent, true);
    const away = confirmBy((asked) => {
      answer.current(false);
      const answered = Promise.withResolvers<boolean>();
      answer.current = answered.resolve;
      setWhy(asked);
      setOpen(true);
      return answered.promise;
    });
    return () => {
      away();
      document.removeEventListener("submit", keepSent, true);
    };
  }, []);
  const close = useCallback(() => end(false), [end]);
  const done = useCallback(() => end(true), [end]);
  return (
    <Dialog isOpen={isOpen} close={close} title="Is it still you?">
      <p className="text-sm text-soft">
        {why} You signed in more than 10 minutes ago, so it goes on once you have confirmed.
      </p>
      <ConfirmForm confirm={confirm} done={done}>
        <button type="button" onClick={close} className={PLAIN}>
          Cancel
        </button>
      </ConfirmForm>
    </Dialog>
  );
}
