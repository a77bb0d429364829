import { webService } from "#lib/service.ts";
import { problemAnswer } from "../../answer.ts";
import { refusing } from "../../v1/door.ts";

export const dynamic = "force-dynamic";

/** Sign-in and sign-out, for browsers; `lib/auth` says which paths are open. */
async function handle(request: Request): Promise<Response> {
  try {
    return await webService().auth.handle(request);
  } catch (thrown) {
    return problemAnswer(thrown);
  }
}

export const { PUT, PATCH, DELETE, OPTIONS } = refusing("GET", "POST");
export { handle as GET, handle as POST };
