import { Problem } from "#lib/domain/problem.ts";
import { problemAnswer } from "../answer.ts";

export const dynamic = "force-dynamic";

/** Where a question ends up whose address has broken percent-encoding: lib/launch/unreadable.ts leads it here. */
function refuse(): Response {
  const hint = "Write each part of the path percent-encoded, as encodeURIComponent does.";
  return problemAnswer(new Problem("bad-input", "This address cannot be read: its percent-encoding is broken.", hint));
}

export { refuse as DELETE, refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT };
