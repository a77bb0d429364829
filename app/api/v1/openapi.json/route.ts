import { getDocument } from "#lib/commands/get-document.ts";
import { door, refusing } from "../door.ts";

export const dynamic = "force-dynamic";

/** The API as an OpenAPI 3.1 document, made of the schemas that commands parse with; for whoever may read. */
export const GET = door(async (ctx, { query }) => ({ body: await getDocument(ctx, query) }));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
