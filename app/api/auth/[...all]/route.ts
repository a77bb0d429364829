import { webService } from "#lib/service.ts";
import { problemAnswer } from "../../answer.ts";

export const dynamic = "force-dynamic";

/** Sign-in and sign-out, for browsers; `lib/auth` says which paths are open. */
async function handle(request: Request): Promise<Response> {
  try {
    return await webService().auth.handle(request);
  } catch (thrown) {
    return problemAnswer(thrown);
  }
}

export { handle as GET, handle as POST };
