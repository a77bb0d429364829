import { useId } from "react";
import { duration } from "#lib/domain/duration.ts";
import { TARGET_SECONDS } from "#lib/domain/target.ts";

type Props = {
  /** Oldest first, at even steps; null where it was not known. */
  readonly points: readonly (number | null)[];
  readonly stepSeconds: number;
};

const HEIGHT = 28;
const STEP = 1.6;
/** A line that stays below this is calm, however it wiggles. */
const LEAST_SECONDS = 60;

/** What was at risk over the last hours, as a small line; hatched where it was not known. Needs no script. */
export function Sparkline({ points, stepSeconds }: Props) {
  const hatch = useId();
  const width = points.length * STEP;
  const most = Math.max(LEAST_SECONDS, ...points.map(Number));
  const y = (seconds: number) => HEIGHT - 2 - (seconds / most) * (HEIGHT - 4);
  const latest = points.findLast((one) => one !== null) ?? 0;
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={sparkWords(points, stepSeconds)}
      data-tone={latest > TARGET_SECONDS ? "bad" : "calm"}
      className="h-7 w-full max-w-32 text-busy data-[tone=bad]:text-bad"
      preserveAspectRatio="none"
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--hatch-a)" />
          <rect width="3" height="6" fill="var(--hatch-b)" />
        </pattern>
      </defs>
      {runs(points, (one) => one === null).map(([from, to]) => (
        <rect key={from} x={from * STEP} y="2" width={(to - from) * STEP} height={HEIGHT - 4} fill={`url(#${hatch})`} />
      ))}
      {runs(points, (one) => one !== null).map(([from, to]) => (
        <polyline
          key={from}
          points={line(points.slice(from, to).map(Number), from, y)}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

/** "Oldest change at most 3 min 48 s old in the last 6 h; not known for 20 min of it" */
export function sparkWords(points: readonly (number | null)[], stepSeconds: number): string {
  const span = duration(points.length * stepSeconds * 1000);
  const unknown = points.filter((one) => one === null).length;
  if (unknown === points.length) return `Nothing is known of the last ${span}`;
  const most = duration(Math.max(0, ...points.map(Number)) * 1000);
  const rest = unknown === 0 ? "" : `; not known for ${duration(unknown * stepSeconds * 1000)} of it`;
  return `Oldest change at most ${most} old in the last ${span}${rest}`;
}

/** Where a stretch of points of one kind begins and ends. */
function runs(
  points: readonly (number | null)[],
  is: (one: number | null) => boolean,
): readonly (readonly [from: number, to: number])[] {
  const found: [number, number][] = [];
  for (const [place, one] of points.entries()) {
    const last = found.at(-1);
    if (!is(one)) continue;
    if (last !== undefined && last[1] === place) last[1] = place + 1;
    else found.push([place, place + 1]);
  }
  return found;
}

/** One point alone is a short line too. */
function line(seconds: readonly number[], from: number, y: (seconds: number) => number): string {
  const all = seconds.length === 1 ? [...seconds, ...seconds] : seconds;
  const width = seconds.length === 1 ? STEP / 2 : STEP;
  return all.map((one, n) => `${((from + 0.5) * STEP + n * width).toFixed(1)},${y(one).toFixed(1)}`).join(" ");
}
