import { getMetrics } from "#lib/commands/get-metrics.ts";
import { EXPOSITION_TYPE, exposition } from "#lib/domain/exposition.ts";
import { webService } from "#lib/service.ts";
import { problemAnswer } from "../answer.ts";
import { authenticate } from "../v1/authenticate.ts";
import { refusing } from "../v1/door.ts";
import { processFamilies } from "./process-families.ts";

export const dynamic = "force-dynamic";

/** For Prometheus, by the token in `<data>/metrics.token`, which opens nothing else; people who may read get it too. */
export async function GET(request: Request): Promise<Response> {
  try {
    const service = webService();
    const ctx = service.context(await authenticate(request, service));
    const text = exposition([...(await getMetrics(ctx)), ...processFamilies()]);
    return new Response(text, { headers: { "content-type": EXPOSITION_TYPE, "cache-control": "no-store" } });
  } catch (thrown) {
    return problemAnswer(thrown);
  }
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
