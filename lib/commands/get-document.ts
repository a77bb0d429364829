import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { makeDocument } from "#lib/commands/operations/document.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";

type Document = ReturnType<typeof makeDocument>;

/** Made once: it depends on nothing but the code. */
let made: Document | null = null;

/** The API as an OpenAPI 3.1 document, for whoever may use it. */
export async function getDocument(ctx: Context, raw: unknown = {}): Promise<Document> {
  parse(z.strictObject({}), raw);
  requireRole(ctx, NEEDED_ROLE.getDocument);
  made ??= makeDocument();
  return made;
}
