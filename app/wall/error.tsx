"use client";

import { WallError } from "#components/wall/wall-error.tsx";

/** A wall that could not be shown. */
export default function WallErrorPage() {
  return <WallError />;
}
