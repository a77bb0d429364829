import { exportAudit } from "#lib/commands/export-audit.ts";
import { webService } from "#lib/service.ts";
import { problemAnswer } from "../../../answer.ts";
import { authenticate } from "../../authenticate.ts";
import { refusing } from "../../door.ts";

export const dynamic = "force-dynamic";

/** The audit as a file, the oldest first: `?format=` JsonLines or Csv, narrowed as the list of records is. */
export async function GET(request: Request): Promise<Response> {
  try {
    const service = webService();
    const ctx = service.context(await authenticate(request, service));
    const query = Object.fromEntries([...new URL(request.url).searchParams].filter(([, value]) => value !== ""));
    const { type, ending, pieces } = exportAudit(ctx, query);
    return new Response(streamOf(pieces), {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="pairkeeper-audit.${ending}"`,
        "cache-control": "no-store",
      },
    });
  } catch (thrown) {
    return problemAnswer(thrown);
  }
}

/** A piece is read when the reader wants it; one who leaves ends it. */
function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const reading = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reading.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await reading.return?.();
    },
  });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
