import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { isProblem, PROBLEM_CODES, Problem } from "#lib/domain/problem.ts";

// No answer of ours may be kept: a status is true as of its moment only.
const ALWAYS = { "cache-control": "no-store" };

/** An answer in JSON. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { ...ALWAYS, ...headers } });
}

/** What was thrown, as problem+json (RFC 9457): a refusal in its own words, a bug as "internal" with the id that the log has. */
export function problemAnswer(thrown: unknown): Response {
  const problem = isProblem(thrown) ? thrown : internal(thrown);
  const status = PROBLEM_CODES[problem.code].http;
  const body = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Refused",
    status,
    code: problem.code,
    detail: problem.sentence,
    hint: problem.hint,
    field: problem.field,
  };
  return json(body, status, {
    "content-type": "application/problem+json",
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
  });
}

function internal(thrown: unknown): Problem {
  const id = randomUUID();
  console.error(`${new Date().toISOString()} error ${id}`, thrown);
  return new Problem("internal", "Something went wrong inside.", `The server's log has it under ${id}.`);
}
