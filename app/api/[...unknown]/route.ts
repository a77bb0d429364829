import { Problem } from "#lib/domain/problem.ts";
import { problemAnswer } from "../answer.ts";

export const dynamic = "force-dynamic";

/** Any address of the API that is none: a program gets a problem, never a page. */
function refuse(request: Request): Response {
  const { pathname } = new URL(request.url);
  const hint = "The API is at /api/v1; /api/v1/openapi.json tells every address of it, to whoever may read.";
  return problemAnswer(new Problem("unknown-address", `There is nothing at ${pathname}.`, hint));
}

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
