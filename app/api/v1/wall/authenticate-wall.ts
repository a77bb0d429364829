import { Problem } from "#lib/domain/problem.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { WebService } from "#lib/service.ts";
import { authenticate } from "../authenticate.ts";

/** Who looks at the wall: whoever may use the API, or a screen that was let in. Nowhere else a screen is anybody. */
export async function authenticateWall(request: Request, service: WebService): Promise<Actor> {
  const screen = request.headers.has("authorization") ? null : await service.displays.actorOf(request.headers);
  if (screen === null) return authenticate(request, service);
  if (request.method === "GET") return { ...screen, door: "api" };
  throw new Problem("not-allowed", "A screen looks, and does nothing else.", "Sign in to do something.");
}
