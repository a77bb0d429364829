"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";

type Props = {
  readonly isOpen: boolean;
  /** Called however it was closed: by a button, by Escape. */
  readonly close: () => void;
  readonly title: string;
  readonly children: ReactNode;
};

/** A native modal dialog: the page behind it rests, Escape closes it, and the focus returns to what opened it. */
export function Dialog({ isOpen, close, title, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen && dialog.current?.open === false) dialog.current.showModal();
    if (!isOpen) dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      onClose={close}
      aria-labelledby={id}
      className="asks m-auto max-h-[calc(100dvh-2rem)] w-[min(36rem,calc(100vw-2rem))] overflow-y-auto rounded-2xl border border-edge bg-panel p-4 text-ink sm:p-6"
    >
      {isOpen && (
        <div className="grid gap-4">
          <h2 id={id} className="text-balance font-semibold text-lg tracking-tight">
            {title}
          </h2>
          {children}
        </div>
      )}
    </dialog>
  );
}

/** Its buttons, the last of them the one that does it: in view however long the dialog is. */
export function DialogButtons({ children }: { readonly children: ReactNode }) {
  return (
    <div className="sticky -bottom-4 -mx-4 -my-2 flex flex-wrap justify-end gap-2.5 bg-panel px-4 py-2 max-sm:*:flex-auto sm:-bottom-6 sm:-mx-6 sm:px-6">
      {children}
    </div>
  );
}
