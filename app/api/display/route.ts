import { webService } from "#lib/service.ts";
import { json, problemAnswer } from "../answer.ts";
import { refusing } from "../v1/door.ts";

export const dynamic = "force-dynamic";

/** How far the screen is that asks: "waiting" for its code to be entered, "accepted", or null when it must ask for a new one. Renews its cookie. */
export async function GET({ headers }: Request): Promise<Response> {
  try {
    const { displays, publicOrigin } = webService();
    const renewal = await displays.renewal(headers, publicOrigin);
    const state = await displays.stateOf(headers);
    return json({ state }, 200, renewal === null ? {} : { "set-cookie": renewal });
  } catch (thrown) {
    return problemAnswer(thrown);
  }
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
