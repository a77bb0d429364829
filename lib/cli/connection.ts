import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Env } from "#lib/config/env.ts";
import { Problem } from "#lib/domain/problem.ts";
import { type Api, openApi } from "./api.ts";

/** The server that this environment means: PAIRKEEPER_URL and PAIRKEEPER_TOKEN, else what the data folder says. */
export function connect(env: Env, call: typeof fetch): Api {
  const address = env.publicUrl ?? words(env, "address");
  if (address === null)
    throw new Problem(
      "unreachable",
      `No server was started on the data folder ${env.dataFolder}.`,
      'Start it with "npm start", or set PAIRKEEPER_URL to where it runs.',
    );
  const token = env.token ?? words(env, "cli.token");
  if (token === null)
    throw new Problem(
      "not-signed-in",
      `There is no token in the data folder ${env.dataFolder}.`,
      "Start the server again: it makes one. Or set PAIRKEEPER_TOKEN.",
    );
  return openApi(address, token, call);
}

function words({ dataFolder }: Env, name: string): string | null {
  try {
    return readFileSync(join(dataFolder, name), "utf8").trim() || null;
  } catch {
    return null;
  }
}
