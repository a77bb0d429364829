import { createContext, use, useState, useSyncExternalStore } from "react";
import type { Pressed } from "./door.ts";

/** How far a press of one button is, and what it came to. */
export type Standing = { readonly isPending: boolean; readonly answer: Pressed };

/** The presses of a page, by the name of their button. */
export type Presses = {
  of(name: string): Standing | null;
  set(name: string, standing: Standing): void;
  subscribe(heard: () => void): () => void;
};

export function newPresses(): Presses {
  const all = new Map<string, Standing>();
  const ears = new Set<() => void>();
  return {
    of: (name) => all.get(name) ?? null,
    set: (name, standing) => {
      all.set(name, standing);
      for (const heard of ears) heard();
    },
    subscribe: (heard) => {
      ears.add(heard);
      return () => ears.delete(heard);
    },
  };
}

/** The page's presses. What the server wrote makes way for what lives here, and the receipt of a press between them must not. */
export const PagePresses = createContext<Presses | null>(null);

/** The standing of one button, which a button of the same name that takes its place goes on with. */
export function usePress(name: string, before: Pressed): readonly [Standing, (standing: Standing) => void] {
  const [own] = useState(newPresses);
  const presses = use(PagePresses) ?? own;
  const of = () => presses.of(name);
  const standing = useSyncExternalStore(presses.subscribe, of, of) ?? { isPending: false, answer: before };
  return [standing, (next) => presses.set(name, next)];
}
