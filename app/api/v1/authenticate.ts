import { isFromOwnPage } from "#lib/auth/own-origin.ts";
import { COMMAND_LINE } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { WebService } from "#lib/service.ts";

const READS = ["GET", "HEAD"];

/**
 * Who asks: by `Authorization: Bearer` or else by the session's cookie. A browser sends its cookie along with what
 * foreign pages make it send, so a write by cookie must come from a page of ours. Throws "not-signed-in", "not-allowed".
 */
export async function authenticate(request: Request, service: WebService): Promise<Actor> {
  if (request.headers.has("authorization")) {
    const who = await service.tokens.actorOf(request.headers);
    if (who) return { ...who, door: isCommandLine(request) ? "cli" : "api" };
    throw new Problem("not-signed-in", "This token is not known here.", "Use the one in cli.token in the data folder.");
  }
  const who = await service.auth.actorOf(request.headers);
  if (!who) throw new Problem("not-signed-in", "Nobody is signed in.", "Sign in, or send a token as Bearer.");
  if (!READS.includes(request.method) && !isFromOwnPage(request.headers, service.publicOrigin))
    throw new Problem(
      "not-allowed",
      "This came from another site.",
      "Do it on the console's own page, or send a token.",
    );
  return { ...who, door: "api" };
}

/** By its own word: it says how somebody came, and opens nothing. */
function isCommandLine({ headers }: Request): boolean {
  return headers.get("user-agent") === COMMAND_LINE;
}
