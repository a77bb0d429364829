import { useEffect, useRef, useState } from "react";
import type { Pair } from "#components/status/snapshot.ts";
import { arranged, isSameArrangement, type Place } from "./arrangement.ts";

/** Nothing changes its place while somebody points, types or scrolls, and so long after. */
const STILL_MS = 5_000;
const HANDS = ["pointermove", "pointerdown", "keydown", "wheel", "touchmove"] as const;

/** The places of the pairs: worst first, but never moved under a finger. What a pair says is up to date wherever it stands. */
export function useArrangement(pairs: readonly Pair[]): readonly Place[] {
  const [places, setPlaces] = useState(() => arranged(pairs));
  const busyAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const busy = () => {
      busyAt.current = performance.now();
    };
    for (const hand of HANDS) window.addEventListener(hand, busy, { passive: true });
    return () => {
      for (const hand of HANDS) window.removeEventListener(hand, busy);
    };
  }, []);
  useEffect(() => {
    const isNew = places.length !== pairs.length; // they came, or went: there is nothing to keep still
    if (!isNew && performance.now() - busyAt.current < STILL_MS) return;
    const next = arranged(pairs);
    if (!isSameArrangement(places, next)) setPlaces(next);
  }, [pairs, places]);
  return places;
}
