"use client";

import { useEffect, useRef } from "react";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";

const ID = "guide-contents";

type Props = { readonly parts: readonly { readonly id: string; readonly title: string }[] };

/**
 * The contents, at hand however far one has read: beside the text where there is room, else behind a button that stays at the
 * top. What is folded opens for whoever is led to it, and for paper.
 */
export function Contents({ parts }: Props) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    addEventListener("hashchange", openTarget);
    addEventListener("beforeprint", openAll);
    openTarget();
    return () => {
      removeEventListener("hashchange", openTarget);
      removeEventListener("beforeprint", openAll);
    };
  }, []);
  const leave = (id: string) => {
    if (nav.current?.matches(":popover-open")) nav.current.hidePopover();
    open(document.getElementById(id)); // also where the address stays the same
  };
  return (
    <>
      <button
        type="button"
        popoverTarget={ID}
        className={`${PLAIN} sticky top-2 z-10 w-full shadow-lg lg:hidden print:hidden`}
      >
        Contents
      </button>
      <div className="lg:sticky lg:top-5 lg:col-start-1 lg:row-span-2 lg:row-start-1 lg:max-h-[calc(100dvh-2.5rem)] lg:self-start lg:overflow-y-auto print:hidden">
        <nav
          ref={nav}
          id={ID}
          popover="auto"
          aria-label="Contents"
          className="menu flex-col overflow-y-auto rounded-2xl border border-edge bg-panel p-3 text-ink open:flex lg:overflow-visible lg:bg-transparent"
        >
          <ol className="grid sm:grid-cols-2 sm:gap-x-4 lg:grid-cols-1">
            {parts.map(({ id, title }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  onClick={() => leave(id)}
                  className={`flex min-h-11 items-center text-sm lg:min-h-8 ${TEXT_LINK}`}
                >
                  {title}
                </a>
              </li>
            ))}
          </ol>
        </nav>
      </div>
    </>
  );
}

function openTarget(): void {
  open(document.querySelector<HTMLElement>(":target"));
}

function open(target: HTMLElement | null): void {
  const fold = target?.closest("details");
  if (fold == null || fold.open) return;
  fold.open = true;
  target?.scrollIntoView();
}

function openAll(): void {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
}
