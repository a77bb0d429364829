import { followWall } from "#lib/commands/follow-wall.ts";
import { webService } from "#lib/service.ts";
import { problemAnswer } from "../../../answer.ts";
import { refusing } from "../../door.ts";
import { eventStream } from "../../events/event-stream.ts";
import { authenticateWall } from "../authenticate-wall.ts";

export const dynamic = "force-dynamic";

/** Says to a wall that something changed; what it was is asked with `/api/v1/wall?since=`. */
export async function GET(request: Request): Promise<Response> {
  try {
    const service = webService();
    const ctx = service.context(await authenticateWall(request, service));
    return eventStream((told) => followWall(ctx, told), request.signal);
  } catch (thrown) {
    return problemAnswer(thrown);
  }
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
