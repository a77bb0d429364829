import { useSyncExternalStore } from "react";
import { type Reading, readClocks } from "./told.ts";

const TICK_MS = 1_000;
/** A tab that was hidden or asleep must not show for a second what it knew before. */
const WAKINGS = ["visibilitychange", "pageshow", "focus", "resume"] as const;

let reading: Reading | null = null;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  reading = readClocks();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    timer = setInterval(tick, TICK_MS);
    for (const waking of WAKINGS) for (const target of [window, document]) target.addEventListener(waking, tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    for (const waking of WAKINGS) for (const target of [window, document]) target.removeEventListener(waking, tick);
    reading = null;
  };
}

function now(): Reading {
  reading ??= readClocks();
  return reading;
}

/** The browser's clocks, once a second and on waking; null on the server and until the page is alive. */
export function useReading(): Reading | null {
  return useSyncExternalStore(subscribe, now, () => null);
}
