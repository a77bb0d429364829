import type { z } from "zod";
import { Problem } from "#lib/domain/problem.ts";

/** What a cmdlet prints of an answer. Throws "unreachable" for one of another shape: another program, or another version. */
export function readAnswer<T>(shape: z.ZodType<T>, answer: unknown): T {
  const read = shape.safeParse(answer);
  if (read.success) return read.data;
  throw new Problem(
    "unreachable",
    "What the server answered is not what this command knows.",
    "See that PAIRKEEPER_URL names a Pairkeeper of the same version as this folder.",
  );
}
