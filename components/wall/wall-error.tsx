"use client";

import { useEffect } from "react";
import { reloadOnceItAnswers } from "./upkeep.ts";

const TRY_EVERY_MS = 10_000;

/** The server hit something that it did not expect. Nobody stands there to press anything: the wall tries again by itself. */
export function WallError() {
  useEffect(() => {
    const timer = setInterval(reloadOnceItAnswers, TRY_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <main className="wall wall-door">
      <h1 className="font-semibold text-[3.5rem] tracking-tight">The wall could not be shown</h1>
      <p className="text-[2.25rem] text-soft">
        That says nothing about the pools: their state is not known here. This screen tries again by itself.
      </p>
    </main>
  );
}
