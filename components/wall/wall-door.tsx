"use client";

import { type ComponentProps, useEffect, useState } from "react";
import type { WallCode } from "./wall-code.tsx";

type Code = typeof WallCode;

const TRY_EVERY_MS = 2_000;

/** A screen that nobody signed in. What shows its code is fetched here: a wall that is signed in comes without it. */
export function WallDoor(props: ComponentProps<Code>) {
  const [fetched, setFetched] = useState<{ readonly Code: Code } | null>(null);
  useEffect(() => {
    if (fetched !== null) return;
    const fetchIt = () =>
      void import("./wall-code.tsx").then(({ WallCode }) => setFetched({ Code: WallCode })).catch(() => {});
    fetchIt();
    const timer = setInterval(fetchIt, TRY_EVERY_MS); // nobody stands there to try again
    return () => clearInterval(timer);
  }, [fetched]);
  if (fetched !== null) return <fetched.Code {...props} />;
  return (
    <main className="wall wall-door">
      <h1 className="font-semibold text-[3.5rem] tracking-tight">This screen is not signed in</h1>
    </main>
  );
}
