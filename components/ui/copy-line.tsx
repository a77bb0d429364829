"use client";

import { useRef, useState } from "react";
import { useIsHere } from "./use-is-here.ts";

/** A line to be copied. Where the browser forbids it, the line is selected, so that the keyboard can. */
export function CopyLine({ text, label }: { readonly text: string; readonly label: string }) {
  const line = useRef<HTMLElement>(null);
  const [told, setTold] = useState("");
  const isHere = useIsHere();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setTold("Copied");
    } catch {
      if (line.current !== null) getSelection()?.selectAllChildren(line.current);
      setTold("Selected: copy it by the keyboard");
    }
  };
  return (
    <div className="flex items-center gap-2 rounded-xl border border-line bg-ground py-1 pr-1 pl-3">
      <code
        ref={line}
        className="min-w-0 flex-1 whitespace-pre-wrap py-1.5 font-mono text-2xs text-soft [overflow-wrap:anywhere]"
      >
        {text}
      </code>
      <span role="status" className="text-2xs text-soft">
        {told}
      </span>
      <button
        type="button"
        onClick={copy}
        aria-label={label}
        className={`moves min-h-11 rounded-lg px-3 text-sm hover:bg-raised lg:min-h-9 ${isHere ? "" : "invisible"}`}
      >
        Copy
      </button>
    </div>
  );
}
