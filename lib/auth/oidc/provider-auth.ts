import { betterAuth } from "better-auth";
import { validateAuthorizationCode } from "better-auth/oauth2";
import { genericOAuth } from "better-auth/plugins";
import { reachText } from "#lib/domain/reach.ts";
import { FRESH_MS } from "../context.ts";
import type { authOptions } from "../options.ts";
import { thisArrival } from "./arrival.ts";
import { readClaims } from "./claims.ts";
import { discover, discoveryUrl, PATIENCE_MS } from "./discovery.ts";
import { accountIdOf, accountName, addressOf, PROVIDER_ID } from "./identity.ts";
import { grantOf, grantsNow, type OidcSetting } from "./setting.ts";

/** Who was taken out of a group is out after that at the latest: the provider is asked anew. */
const SESSION_MS = 12 * 3_600_000;

/** Ways to the provider and back in a minute, from all the world together: each leaves a row until it has ended. */
const WAYS = { window: 60, max: 60 };

export type ProviderAuth = Awaited<ReturnType<typeof openProviderAuth>>;

/**
 * The library once more over the same tables, knowing the provider besides: built when somebody first wants to go there, so
 * that a provider which is down keeps nobody else out. Throws when the provider does not say what it is.
 */
export async function openProviderAuth(setting: OidcSetting, base: ReturnType<typeof authOptions>) {
  const found = await discover(setting.issuer);
  const { clientId, clientSecret } = setting;
  const isBasic = !found.token_endpoint_auth_methods_supported.includes("client_secret_post");
  const auth = betterAuth({
    ...base,
    logger: { level: "error", log: (_, message) => console.error(`Sign-in with the provider: ${message}`) }, // without what comes along: tokens
    rateLimit: { ...base.rateLimit, customRules: { "/sign-in/social": WAYS, [`/callback/${PROVIDER_ID}`]: WAYS } },
    // Never by an address: whoever may choose theirs at the provider would take over the account that has it here.
    account: { accountLinking: { enabled: false }, updateAccountOnSignIn: false },
    databaseHooks: {
      user: { create: { before: async (user) => ({ data: { ...user, ...theirGrant() } }) } },
      account: { create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) } },
      session: {
        create: {
          before: async (session) => {
            const isIn = await letIn(session.userId);
            const expiresAt = new Date(Date.now() + SESSION_MS);
            return isIn && { data: { ...session, expiresAt, confirmedAt: confirmedAt() } };
          },
        },
      },
    },
    plugins: [
      ...base.plugins,
      genericOAuth({
        config: [
          {
            providerId: PROVIDER_ID,
            discoveryUrl: discoveryUrl(setting.issuer),
            requireIdTokenVerification: true,
            clientId,
            ...(clientSecret !== null && { clientSecret }),
            scopes: [...setting.scopes],
            pkce: true,
            authorizationUrlParams: { max_age: String(FRESH_MS / 1000) },
            accountSubject: ({ profile }) => accountIdOf(found.issuer, String(profile.sub)),
            getToken: async ({ code, redirectURI, codeVerifier }) =>
              withReason(
                validateAuthorizationCode({
                  code,
                  redirectURI,
                  codeVerifier,
                  tokenEndpoint: found.token_endpoint,
                  options: { clientId, ...(clientSecret !== null && { clientSecret }) },
                  authentication: clientSecret !== null && isBasic ? "basic" : "post",
                }),
              ),
            getUserInfo: async (tokens) => {
              const claims = await withReason(readClaims(tokens, found, setting));
              if (claims === null) return null;
              const accountId = accountIdOf(found.issuer, claims.subject);
              const grant = grantOf(claims.groups, await grantsNow(setting));
              const arrival = thisArrival();
              arrival.person = { accountId, calledAs: claims.calledAs, gaveAt: claims.gaveAt, grant };
              if (grant !== null)
                return {
                  sub: claims.subject,
                  email: addressOf(accountId),
                  emailVerified: false,
                  name: await freeName(claims.calledAs, accountId),
                };
              arrival.why = "no-group";
              await endSessions(accountId);
              return null;
            },
          },
        ],
      }),
    ],
  });
  const { internalAdapter, adapter, socialProviders } = await auth.$context;
  if (!socialProviders.some(({ id }) => id === PROVIDER_ID))
    throw new Error(`${setting.issuer} says not enough of itself to be trusted.`);

  const freeName = async (calledAs: string, accountId: string): Promise<string> => {
    const name = accountName(calledAs, accountId, false);
    const holder = await adapter.findOne({ model: "user", where: [{ field: "name", value: name }] });
    return holder === null ? name : accountName(calledAs, accountId, true);
  };

  /** Role and reach are what the claim gives now; a disabled account stays out. */
  const letIn = async (userId: string): Promise<boolean> => {
    const user = await internalAdapter.findUserById(userId);
    if (Reflect.get(Object(user), "disabled")) {
      thisArrival().why = "disabled";
      return false;
    }
    await internalAdapter.updateUser(userId, theirGrant());
    return true;
  };

  const endSessions = async (accountId: string): Promise<void> => {
    const owner = await internalAdapter.findAccountOwnerByKey({ providerId: PROVIDER_ID, accountId });
    if (owner?.kind === "owned") await internalAdapter.deleteUserSessions(owner.user.id);
  };

  return auth;
}

/** What the claim of who is coming gives. Throws for who has none: no account and no session is made without. */
function theirGrant() {
  const grant = thisArrival().person?.grant;
  if (!grant) throw new Error("Who is in no mapped group is not let in.");
  return { role: grant.role, pools: reachText(grant.pools) };
}

/**
 * When who is coming last showed the provider that it is them: with a session there that is open yet, the way here and back
 * shows nothing. Whoever was asked nothing, for the address was changed on the way, or the provider does not say, showed nothing.
 */
function confirmedAt(): Date {
  const gaveAt = thisArrival().person?.gaveAt ?? null;
  if (gaveAt === null)
    console.error("Sign-in with the provider: its token has no auth_time, so this sign-in confirms nothing.");
  return new Date(Math.min(gaveAt ?? 0, Date.now()));
}

const NO_TOKENS = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
};

/** Tells apart, for who comes back, a provider that does not answer and one that refuses; the log gets the provider's own word. */
async function withReason<T>(asked: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DOMException("It took too long.", "TimeoutError")), PATIENCE_MS);
  try {
    return await Promise.race([asked, late.promise]);
  } catch (thrown) {
    const word: unknown = Reflect.get(Object(thrown), "error");
    thisArrival().why = isSilence(thrown) ? "unreachable" : "refused";
    console.error(`Sign-in with the provider: ${typeof word === "string" ? word.slice(0, 80) : String(thrown)}`);
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

/** fetch says TypeError when nobody is there. */
function isSilence(thrown: unknown): boolean {
  return thrown instanceof TypeError || (thrown instanceof DOMException && thrown.name === "TimeoutError");
}
