import { test } from "vitest";
import { playHalf } from "./play-half.ts";

test(
  "no history makes the service lie, lose, double or delete what it may not: the first half",
  { timeout: 600_000 },
  () => playHalf(0),
);
