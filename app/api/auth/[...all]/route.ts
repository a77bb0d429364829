import { Problem } from "#lib/domain/problem.ts";
import { webService } from "#lib/service.ts";
import { problemAnswer } from "../../answer.ts";
import { refusing } from "../../v1/door.ts";
import { readText } from "../../v1/read-body.ts";

export const dynamic = "force-dynamic";

/** Sign-in and sign-out, for browsers; `lib/auth` says which paths are open. What the library refuses is told as every door tells it. */
async function handle(request: Request): Promise<Response> {
  try {
    const answer = await webService().auth.handle(await bounded(request));
    return answer.status < 400 ? answer : problemAnswer(refusalOf(answer.status));
  } catch (thrown) {
    return problemAnswer(thrown);
  }
}

/** The library reads a body of any size. */
async function bounded(request: Request): Promise<Request> {
  if (request.body === null) return request;
  const { url, method, headers } = request;
  return new Request(url, { method, headers, body: await readText(request) });
}

function refusalOf(status: number): Problem | Error {
  switch (status) {
    case 401:
      return new Problem("not-signed-in", "The user name or the password is wrong.", "Try again, or sign in by link.");
    case 403:
      return new Problem("not-allowed", "This came from another site.", "Do it on the console's own page.");
    case 404:
      return new Problem("unknown-address", "There is nothing here.", "Sign in on the page /login.");
    case 429:
      return new Problem("too-many-tries", "Too many tries.", "Wait a minute, then try again.");
    default:
      if (status >= 500) return new Error(`Sign-in answered ${status}.`);
      return new Problem("bad-input", "What was sent is no sign-in.", "Sign in on the page /login.");
  }
}

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
export { handle as GET, handle as POST };
