import { followChanges } from "#lib/commands/follow-changes.ts";
import { webService } from "#lib/service.ts";
import { problemAnswer } from "../../answer.ts";
import { authenticate } from "../authenticate.ts";
import { refusing } from "../door.ts";
import { eventStream } from "./event-stream.ts";
import { stillIn } from "./still-in.ts";

export const dynamic = "force-dynamic";

/** Says that something changed, and nothing else: what it was is asked with `/api/v1/pairs?since=`. */
export async function GET(request: Request): Promise<Response> {
  try {
    const service = webService();
    const ask = () => authenticate(request, service);
    const ctx = service.context(await ask());
    return eventStream({
      follow: (told) => followChanges(ctx, told),
      isStillIn: stillIn(ctx.actor, ask),
      signal: request.signal,
    });
  } catch (thrown) {
    return problemAnswer(thrown);
  }
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
