import { PARAMETERS } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Given } from "./cmdlet.ts";

/** How long is waited between looks, and how many looks there are. */
export type Patience = { readonly waitMs: number; readonly looks: number };

const DEFAULT: Patience = { waitMs: 5_000, looks: 60 };
const MOST_SECONDS = 24 * 3_600;
const MOST_LOOKS = 1_000_000;
const TIME_SPAN = /^(\d{1,2}):([0-5]\d):([0-5]\d)$/;

/** -WaitTime and -RetryCount. Throws Problem "bad-input". */
export function patienceOf({ waitTime, retryCount }: Given): Patience {
  const seconds = typeof waitTime === "string" ? secondsOf(waitTime) : DEFAULT.waitMs / 1000;
  if (seconds === null || seconds < 1 || seconds > MOST_SECONDS)
    throw refused("waitTime", `${JSON.stringify(waitTime)} is not a time from 00:00:01 to 24:00:00.`);
  const looks = typeof retryCount === "string" ? whole(retryCount) : DEFAULT.looks;
  if (looks === null || looks < 1 || looks > MOST_LOOKS)
    throw refused("retryCount", `${JSON.stringify(retryCount)} is not a whole number from 1 to ${MOST_LOOKS}.`);
  return { waitMs: seconds * 1000, looks };
}

function secondsOf(text: string): number | null {
  const [, hours, minutes, seconds] = TIME_SPAN.exec(text.trim()) ?? [];
  return hours === undefined ? whole(text) : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

function whole(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

function refused(key: "waitTime" | "retryCount", predicate: string): Problem {
  const { name, hint } = PARAMETERS[key];
  return new Problem("bad-input", `-${name} ${predicate}`, hint, name);
}
