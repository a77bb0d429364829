import { z } from "zod";
import type { Context } from "#lib/auth/context.ts";
import { parse } from "#lib/commands/parse.ts";
import { reason } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Actor } from "#lib/domain/role.ts";
import { type WebService, webService } from "#lib/service.ts";
import { json, problemAnswer } from "../answer.ts";
import { authenticate } from "./authenticate.ts";
import { readBody } from "./read-body.ts";

/** What came with a request, unread: the command reads it. */
export type Asked = {
  /** From the path, by the names of its folders. */
  readonly path: Readonly<Record<string, string>>;
  /** What stands behind `?`; an empty value is none. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
};

/** What a body may say besides: why it is done. */
const Why = z.strictObject({ reason });

type Served = { readonly body: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> };
type Route = { readonly params: Promise<Readonly<Record<string, string>>> };

/** Who asks; throws when nobody may. */
type Who = (request: Request, service: WebService) => Promise<Actor>;

/** A route handler: knows who asks, calls the command, and tells what was thrown as a problem. The rules are the command's. */
export function door(serve: (ctx: Context, asked: Asked) => Promise<Served>, who: Who = authenticate) {
  return async (request: Request, route: Route): Promise<Response> => {
    try {
      const service: WebService = webService();
      const actor = await who(request, service);
      const { reason: why, ...sent } = await readBody(request);
      const asked = { path: await route.params, query: queryOf(request), body: sent };
      const told = why === undefined ? {} : parse(Why, { reason: why });
      const { body, status, headers } = await serve(service.context({ ...actor, ...told }), asked);
      return json(body, status, headers);
    } catch (thrown) {
      return problemAnswer(thrown);
    }
  };
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** Handlers for the methods that an address does not know, so that a program gets a problem there too. */
export function refusing(...known: readonly Method[]): Record<Method, () => Response> {
  const refuse = () => {
    const words = known.join(" or ");
    const answer = problemAnswer(
      new Problem("wrong-method", `Only ${words} is understood here.`, `Ask with ${words}.`),
    );
    answer.headers.set("allow", known.join(", "));
    return answer;
  };
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, OPTIONS: refuse };
}

function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries([...new URL(request.url).searchParams].filter(([, value]) => value !== ""));
}
