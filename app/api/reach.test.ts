import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTokens } from "#lib/auth/tokens.ts";
import { setWebService, type WebService } from "#lib/service.ts";
import type { Console } from "#lib/testkit/console.ts";
import { anActor, POOL_1 } from "#lib/testkit/evidence.ts";
import { MARK, OTHER_1, type OtherNames, openTwoPairs } from "#lib/testkit/two-pairs.ts";

// Every address that is read, asked with the token of an administrator of one pool for what is of another pair. A new one is asked by itself.

const ROUTES = globSync("**/route.ts", { cwd: import.meta.dirname })
  .filter((route) => !route.startsWith("auth/") && !route.startsWith("["))
  .sort();

let world: Console;
let names: OtherNames;
let secret: string;
beforeAll(async () => {
  ({ world, names } = await openTwoPairs());
  const made = { name: "one pool", role: "administrator", pools: [POOL_1], life: 30 } as const;
  secret = (await world.context().tokens.make(made, anActor()))?.secret ?? "";
  const service: Partial<WebService> = {
    context: (actor) => world.context(actor),
    tokens: await openTokens(world.folder, world.ledger.tokens, world.clock, world.notes),
    displays: world.context().displays,
    build: "build-1",
    publicOrigin: null,
    isReady: async () => true,
  };
  setWebService(service as WebService);
});
afterAll(async () => {
  setWebService(null);
  await world.close();
});

/** All that is read of an address; of a stream that has no end, what is told at once. */
async function told(route: string, query: string, token: string): Promise<string> {
  const { GET }: { GET: (request: Request, more: object) => Promise<Response> } = await import(
    join(import.meta.dirname, route)
  );
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const request = new Request(`http://127.0.0.1/api/x${query}`, { headers, signal: leaving.signal });
  const params = Promise.resolve({ fqdn: OTHER_1, id: names.request, module: "PresenceFocus" });
  const answer = await GET(request, { params });
  if (answer.headers.get("content-type") === "text/event-stream") leaving.abort();
  return answer.text();
}

test.each(ROUTES)("%s tells nothing of another pair, whatever is asked for", async (route) => {
  for (const query of [
    "",
    `?pool=${OTHER_1}`,
    `?from=${OTHER_1}`,
    `?what=${OTHER_1}`,
    `?since=${names.seq}`,
    "?text=hidden",
  ]) {
    const answer = (await told(route, query, secret)).replaceAll(OTHER_1, "it").replaceAll(names.request, "it");
    expect(MARK.exec(answer)?.input ?? "", query).toBe("");
  }
});

test("most addresses tell of it to who reaches all", async () => {
  const made = { name: "all pools", role: "viewer", pools: "all", life: 30 } as const;
  const whole = (await world.context().tokens.make(made, anActor()))?.secret ?? "";
  const telling = [];
  for (const route of ROUTES) if (MARK.test(await told(route, "", whole).catch(() => ""))) telling.push(route);
  expect(telling.length).toBeGreaterThan(15);
});
