import { getWall } from "#lib/commands/get-wall.ts";
import { webService } from "#lib/service.ts";
import { door, refusing } from "../door.ts";
import { authenticateWall } from "./authenticate-wall.ts";

export const dynamic = "force-dynamic";

/** What a wall shows, and which build tells it: a wall that came of another one brings itself up to date. */
export const GET = door(
  async (ctx, { query }) => ({
    body: await getWall(ctx, query),
    headers: { "pairkeeper-build": webService().build ?? "" },
  }),
  authenticateWall,
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
