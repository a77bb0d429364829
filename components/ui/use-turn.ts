import { useMemo, useRef } from "react";

/**
 * One press at a time: a second tap within the same moment finds the first at work, before any screen could have been drawn
 * that says so.
 */
export function useTurn() {
  const isTaken = useRef(false);
  return useMemo(
    () => ({
      /** False while somebody else has it. */
      take(): boolean {
        if (isTaken.current) return false;
        isTaken.current = true;
        return true;
      },
      leave(): void {
        isTaken.current = false;
      },
    }),
    [],
  );
}
