import { webService } from "#lib/service.ts";
import { json } from "../answer.ts";
import { refusing } from "../v1/door.ts";

export const dynamic = "force-dynamic";

/** 200 when the engine is heard and every store is made, else 503. Open to all, so it tells nothing else. */
export async function GET(): Promise<Response> {
  const ready = await isReady();
  return json({ ready }, ready ? 200 : 503);
}

async function isReady(): Promise<boolean> {
  try {
    return await webService().isReady();
  } catch {
    return false;
  }
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refusing("GET");
