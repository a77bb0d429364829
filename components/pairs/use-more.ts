import { type RefObject, useEffect, useRef, useState } from "react";

/** So many rows are written at first, and so many more each time that their end comes near. */
const STEP = 60;
const NEAR_PX = 1_500;

/** How many of `total` rows are written yet; the end of them carries the mark. */
export function useMore(total: number): [many: number, end: RefObject<HTMLDivElement | null>] {
  const [many, setMany] = useState(STEP);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (end.current === null || many >= total) return;
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some((one) => one.isIntersecting)) setMany((before) => before + STEP);
      },
      { rootMargin: `${NEAR_PX}px` },
    );
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [many, total]);
  return [Math.min(many, total), end];
}
