import { readFileSync } from "node:fs";
import type { OidcSetting } from "#lib/auth/oidc/setting.ts";
import type { OidcEnv } from "#lib/config/oidc-env.ts";
import { poolFqdn } from "#lib/domain/pool.ts";
import type { Reach } from "#lib/domain/reach.ts";

/** The provider as the environment says, its secret read from the file where one is named. Throws an error of code "refused" for one that cannot be read. */
export function oidcSetting({ clientSecretFile, ...env }: OidcEnv): Omit<OidcSetting, "readers"> {
  const grants = env.grants.map(({ pools, ...more }) => ({ ...more, pools: reachOf(pools) }));
  return { ...env, grants, clientSecret: clientSecretFile === null ? env.clientSecret : secretIn(clientSecretFile) };
}

/** The names in a setting that is a list of them. */
export const namesIn = (list: string): string[] =>
  list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

const reachOf = (pools: "all" | readonly string[]): Reach =>
  pools === "all" ? pools : pools.map(poolFqdn).filter((pool) => pool !== null);

function secretIn(path: string): string {
  try {
    const secret = readFileSync(path, "utf8").trim();
    if (secret !== "") return secret;
  } catch {
    // said below
  }
  const sentence = `PAIRKEEPER_OIDC_CLIENT_SECRET_FILE names ${path}, which holds no secret or cannot be read.`;
  throw Object.assign(new Error(sentence), { code: "refused" });
}
