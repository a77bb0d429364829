import { z } from "zod";
import { COMMAND_LINE } from "#lib/commands/schemas.ts";
import { PROBLEM_CODES, Problem, type ProblemCode } from "#lib/domain/problem.ts";

/** The server as cmdlets see it: JSON in, JSON out, and every refusal a Problem. */
export type Api = {
  /** Where people reach it with a browser. */
  readonly address: string;
  get(path: string): Promise<unknown>;
  /** A file, as text. */
  text(path: string): Promise<string>;
  send(method: "POST" | "PATCH" | "DELETE", path: string, body: unknown): Promise<unknown>;
};

const PATIENCE_MS = 30_000;

const codes = Object.keys(PROBLEM_CODES) as [ProblemCode, ...ProblemCode[]];
const problem = z.object({
  code: z.enum(codes),
  detail: z.string(),
  hint: z.string(),
  field: z.string().nullable(),
});

/** Talks to the server at `address` with `token`. `call` is `fetch`, or a test's. */
export function openApi(address: string, token: string, call: typeof fetch): Api {
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    reach(address, () =>
      call(`${address}/api/v1/${path}`, {
        method,
        redirect: "error", // a token is for this server and for none that it names
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/json",
          "content-type": "application/json",
          "user-agent": COMMAND_LINE,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );

  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await send(method, path, body);
    const read: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && typeof read === "object" && read !== null) return read;
    throw refusalOf(read);
  }

  async function text(path: string): Promise<string> {
    const answer = await send("GET", path);
    if (!answer.ok) throw refusalOf(await answer.json().catch(() => undefined));
    return answer.text();
  }

  function refusalOf(read: unknown): Problem {
    const refused = problem.safeParse(read);
    if (refused.success) return problemOf(refused.data);
    return unreachable(`What answers at ${address} is not Pairkeeper.`);
  }
  return { address, get: (path) => ask("GET", path), text, send: ask };
}

async function reach(address: string, call: () => Promise<Response>): Promise<Response> {
  try {
    return await call();
  } catch (error) {
    const isSlow = error instanceof Error && error.name === "TimeoutError";
    throw unreachable(
      isSlow ? `${address} did not answer for ${PATIENCE_MS / 1000} s.` : `No server could be reached at ${address}.`,
    );
  }
}

function problemOf({ code, detail, hint, field }: z.infer<typeof problem>): Problem {
  return new Problem(code, detail, hint, field);
}

function unreachable(sentence: string): Problem {
  return new Problem("unreachable", sentence, 'Start it with "npm start", or set PAIRKEEPER_URL to where it runs.');
}
