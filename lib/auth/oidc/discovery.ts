import { z } from "zod";

const Document = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url().optional(),
  jwks_uri: z.url(),
  id_token_signing_alg_values_supported: z.array(z.string()).min(1),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(["client_secret_basic"]),
});
export type Discovered = z.infer<typeof Document>;

/** So long the provider may take to answer one question, in milliseconds. */
export const PATIENCE_MS = 10_000;

export const discoveryUrl = (issuer: string): string => `${bare(issuer)}/.well-known/openid-configuration`;

/**
 * What the provider says of itself. Throws when it cannot be reached, says nothing that can be read, or speaks for another
 * issuer than the one that was set: its tokens would be another's.
 */
export async function discover(issuer: string): Promise<Discovered> {
  const answer = await fetch(discoveryUrl(issuer), { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`${discoveryUrl(issuer)} answered ${answer.status}.`);
  const found = Document.parse(await answer.json());
  if (bare(found.issuer) !== bare(issuer)) throw new Error(`${issuer} speaks for another issuer: ${found.issuer}`);
  return found;
}

const bare = (issuer: string) => issuer.replace(/\/+$/, "");
