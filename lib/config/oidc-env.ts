import { z } from "zod";

/** What the environment says of the organisation's OpenID Connect provider. */
export type OidcEnv = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** A file that holds it instead; as given. */
  readonly clientSecretFile: string | null;
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
  readonly grants: readonly GrantEnv[];
  /** What stands on the button. */
  readonly name: string;
};

type GrantEnv = {
  readonly group: string;
  readonly role: "viewer" | "operator" | "restorer" | "administrator";
  /** Full names in lower case, each once. */
  readonly pools: "all" | readonly string[];
};

type Read =
  | { readonly is: "read"; readonly oidc: OidcEnv | null }
  | { readonly is: "refused"; readonly sentences: string[] };

const PREFIX = "PAIRKEEPER_OIDC_";

/** The field's own administrators (DOMAIN D1). Who may read besides, AuthorizedUniversalGroups of the configuration says. */
const DEFAULT_GRANTS: readonly GrantEnv[] = [
  { group: "RTCUniversalServerAdmins", role: "administrator", pools: "all" },
];

/** Tokens and the client's secret go there in clear: without TLS to this machine alone. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.includes(url.hostname));
}
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

const ROLES = `${PREFIX}ROLES must say which groups give which role, such as Server Admins=administrator; Help Desk=operator@pool1.example.com,pool2.example.com.`;
const Grant = z.object({
  group: z.string().trim().min(1),
  role: z.enum(["viewer", "operator", "restorer", "administrator"]),
});

const Shape = z.object({
  ISSUER: z
    .string()
    .trim()
    .refine(isIssuer, {
      error: `${PREFIX}ISSUER must be the provider's https address, such as https://login.example.com/realms/ours.`,
    }),
  CLIENT_ID: z.string({ error: `${PREFIX}CLIENT_ID is missing: what the provider calls this service.` }).trim(),
  CLIENT_SECRET: z.string().optional(),
  CLIENT_SECRET_FILE: z.string().optional(),
  SCOPES: z
    .string()
    .default("openid profile")
    .transform((text) => [...new Set(["openid", ...text.trim().split(/\s+/)])])
    .refine((scopes) => scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)), {
      error: `${PREFIX}SCOPES must be words with spaces between them, such as openid profile groups.`,
    }),
  GROUPS_CLAIM: z.string().trim().default("groups"),
  NAME: z
    .string()
    .trim()
    .max(40, { error: `${PREFIX}NAME stands on a button: 40 characters at most.` })
    .default("OpenID Connect"),
});

/** Reads the variables that begin with PAIRKEEPER_OIDC_; no issuer is no provider. */
export function readOidc(
  source: Readonly<Record<string, string | undefined>>,
  poolsOf: (text: string) => string[] | null,
): Read {
  const given = Object.fromEntries(
    Object.entries(source).flatMap(([name, text = ""]) =>
      name.startsWith(PREFIX) && text.trim() !== "" ? [[name.slice(PREFIX.length), text]] : [],
    ),
  );
  const { ISSUER, ROLES: roles, ...more } = given;
  if (ISSUER === undefined) {
    if (Object.keys(given).length === 0) return { is: "read", oidc: null };
    return {
      is: "refused",
      sentences: [`${PREFIX}ISSUER is missing, and without it nothing else of the provider is used.`],
    };
  }
  const read = Shape.safeParse({ ISSUER, ...more });
  const grants = roles === undefined ? DEFAULT_GRANTS : grantsOf(roles, poolsOf);
  const isTwice = given.CLIENT_SECRET !== undefined && given.CLIENT_SECRET_FILE !== undefined;
  if (!read.success || grants === null || isTwice) {
    const wrong = read.success ? [] : read.error.issues.map(({ message }) => message);
    const twice = `${PREFIX}CLIENT_SECRET and ${PREFIX}CLIENT_SECRET_FILE are both given: leave one out.`;
    return { is: "refused", sentences: [...wrong, ...(grants === null ? [ROLES] : []), ...(isTwice ? [twice] : [])] };
  }
  const { data } = read;
  return {
    is: "read",
    oidc: {
      issuer: data.ISSUER,
      clientId: data.CLIENT_ID,
      clientSecret: data.CLIENT_SECRET ?? null,
      clientSecretFile: data.CLIENT_SECRET_FILE ?? null,
      scopes: data.SCOPES,
      groupsClaim: data.GROUPS_CLAIM,
      grants,
      name: data.NAME,
    },
  };
}

/** `group=role`, or `group=role@pool,pool`, with semicolons between them; a group's name may hold `=` and `,` as those of directories do. */
function grantsOf(text: string, poolsOf: (text: string) => string[] | null): readonly GrantEnv[] | null {
  const grants = text
    .split(";")
    .filter((part) => part.trim() !== "")
    .map((part): GrantEnv | null => {
      const [, group, role, named] = /^(.+)=\s*([a-z]+)\s*(?:@(.+))?$/is.exec(part) ?? [];
      const read = Grant.safeParse({ group, role: role?.toLowerCase() });
      const pools = named === undefined ? "all" : poolsOf(named);
      return read.success && pools !== null ? { ...read.data, pools } : null;
    });
  return grants.length > 0 && grants.every((grant) => grant !== null) ? grants : null;
}
