import { duration } from "#lib/domain/duration.ts";

/** "Canary: written on pool1, read on pool2 after 1.2 s" */
export function canaryWords(seconds: number, from: string, to: string): string {
  const took = seconds < 60 ? `${seconds} s` : duration(seconds * 1000);
  return `Canary: written on ${from}, read on ${to} after ${took}`;
}
