import { followWall } from "#lib/commands/follow-wall.ts";
import { webService } from "#lib/service.ts";
import { problemAnswer } from "../../../answer.ts";
import { refusing } from "../../door.ts";
import { eventStream } from "../../events/event-stream.ts";
import { stillIn } from "../../events/still-in.ts";
import { authenticateWall } from "../authenticate-wall.ts";

export const dynamic = "force-dynamic";

/** Says to a wall that something changed; what it was is asked with `/api/v1/wall?since=`. */
export async function GET(request: Request): Promise<Response> {
  try {
    const service = webService();
    const ask = () => authenticateWall(request, service);
    const ctx = service.context(await ask());
    return eventStream({
      follow: (told) => followWall(ctx, told),
      isStillIn: stillIn(ctx.actor, ask),
      signal: request.signal,
    });
  } catch (thrown) {
    return problemAnswer(thrown);
  }
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
