import { duration } from "./duration.ts";
import type { ModuleStatus } from "./status.ts";
import { TARGET_SECONDS } from "./target.ts";

type Foreseen = Pick<ModuleStatus, "BreachAt" | "DrainsAt" | "DoesNotDrain">;

const MINUTE = 60_000;

/** "over 5 min in about 1 min", "does not drain at this rate", "drains in about 6 min"; empty when nothing is foreseen. */
export function forecastWords({ BreachAt, DrainsAt, DoesNotDrain }: Foreseen, now: string): readonly string[] {
  const until = (at: string) => Date.parse(at) - Date.parse(now);
  const isNear = BreachAt !== null && until(BreachAt) > 0; // what is over already needs no forecast
  return [
    ...(isNear ? [`over ${duration(TARGET_SECONDS * 1000)} in ${about(until(BreachAt))}`] : []),
    ...(DoesNotDrain ? ["does not drain at this rate"] : []),
    ...(DrainsAt === null ? [] : [`drains in ${about(until(DrainsAt))}`]),
  ];
}

/** As exact as a forecast is. */
function about(ms: number): string {
  if (ms < MINUTE) return "less than 1 min";
  const minutes = Math.round(ms / MINUTE);
  const step = minutes < 60 ? 1 : minutes < 600 ? 10 : 60;
  return `about ${duration(Math.round(minutes / step) * step * MINUTE)}`;
}
