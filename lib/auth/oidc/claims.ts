import { z } from "zod";
import type { Instant } from "#lib/domain/instant.ts";
import { type Discovered, PATIENCE_MS } from "./discovery.ts";
import type { OidcSetting } from "./setting.ts";

/** Who signed in at the provider, by its word. */
export type Claims = {
  /** The provider's own name for the person, which never changes and is never another's. */
  readonly subject: string;
  /** What people know them by; neither unique nor for ever. */
  readonly calledAs: string;
  readonly groups: readonly string[];
  /** When they last gave the provider what it asks for; null where it does not say. */
  readonly gaveAt: Instant | null;
};

const Payload = z.looseObject({
  sub: z.string().min(1).max(255),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  auth_time: z.number().optional().catch(undefined), // seconds
});
type Payload = z.infer<typeof Payload>;

/** A list, or one group alone: some providers send that as a text. */
const Groups = z.union([z.array(z.string()), z.string().transform((one) => [one])]);

/**
 * Reads the claims of an ID token that was verified, and of the userinfo endpoint where the token says nothing of groups.
 * Null when they can't be read, or when the endpoint speaks of somebody else.
 */
export async function readClaims(
  tokens: { readonly idToken?: string | undefined; readonly accessToken?: string | undefined },
  { userinfo_endpoint: endpoint }: Discovered,
  { groupsClaim }: Pick<OidcSetting, "groupsClaim">,
): Promise<Claims | null> {
  const own = payloadOf(tokens.idToken);
  if (own === null) return null;
  const isTold = groupsClaim in own;
  const more = isTold || endpoint === undefined ? null : await userInfo(endpoint, tokens.accessToken);
  if (more !== null && more.sub !== own.sub) return null;
  const all: Payload = { ...more, ...own };
  const groups = Groups.safeParse(all[groupsClaim]);
  return {
    subject: own.sub,
    calledAs: all.preferred_username ?? all.email ?? own.sub,
    groups: groups.success ? groups.data : [],
    gaveAt: own.auth_time === undefined ? null : own.auth_time * 1000,
  };
}

function payloadOf(idToken: string | undefined): Payload | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(idToken?.split(".")[1] ?? "", "base64url").toString("utf8"));
    return Payload.parse(payload);
  } catch {
    return null;
  }
}

async function userInfo(endpoint: string, accessToken: string | undefined): Promise<Payload | null> {
  const answer = await fetch(endpoint, {
    headers: { authorization: `Bearer ${accessToken}` },
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return answer.ok ? Payload.parse(await answer.json()) : null;
}
