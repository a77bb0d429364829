import { resolve } from "node:path";
import { z } from "zod";
import { type OidcEnv, readOidc } from "./oidc-env.ts";

/** What the environment says, checked. `null` = not given (unset or empty). */
export type Env = {
  /** The port asked for. */
  readonly port: number | null;
  /** Absolute. */
  readonly dataFolder: string;
  /** Origin (scheme, host, port) under which people and the CLI reach the server. */
  readonly publicUrl: string | null;
  /** The CLI's token; without it the CLI reads `<data>/cli.token`. */
  readonly token: string | null;
  /** The password of `admin`; without it only the sign-in link works. */
  readonly adminPassword: string | null;
  /** The pools whose engine this service runs, by their full names in lower case, each once; all of them when not given. */
  readonly pools: readonly string[] | null;
  /** The organisation's sign-in; null without one. */
  readonly oidc: OidcEnv | null;
  /** Where the build lies that the server runs from; absolute. */
  readonly buildFolder: string;
};

type Source = Readonly<Record<string, string | undefined>>;

/** One readable sentence for each wrong value; expected, so it is shown without a stack. */
export class EnvRefused extends Error {
  readonly code = "env-refused";
  readonly sentences: readonly string[];
  constructor(sentences: readonly string[]) {
    super(sentences.join(" "));
    this.name = "EnvRefused";
    this.sentences = sentences;
  }
}

const given = <T>(schema: z.ZodType<T, string>) =>
  z
    .string()
    .optional()
    .transform((text) => (text === undefined || text.trim() === "" ? null : text))
    .pipe(schema.nullable());

const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65_535, {
    error: "PORT must be a whole number from 1 to 65535.",
  })
  .transform(Number);

/** Nothing but scheme, host and port: the console always lives at the root of its host. */
function isOrigin(text: string) {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    ["http:", "https:"].includes(url.protocol) &&
    url.hostname !== "" &&
    url.pathname === "/" &&
    [url.username, url.password, url.search, url.hash].every((part) => part === "")
  );
}

const publicUrl = z
  .string()
  .refine(isOrigin, {
    error: "PAIRKEEPER_URL must be an http or https address without a path, such as https://pairs.example.com.",
  })
  .transform((text) => new URL(text).origin);

/** A full name as DNS allows it; which pools there are only the ledger knows. */
const FQDN = /^(?=.{1,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** Names with commas between them, each once; null when one is no full name. */
function poolsOf(text: string): string[] | null {
  const names = text.split(",").map((name) => name.trim().toLowerCase().replace(/\.$/, ""));
  return names.every((name) => FQDN.test(name)) ? [...new Set(names)] : null;
}

const pools = z
  .string()
  .transform(poolsOf)
  .refine((names) => names !== null, {
    error:
      "PAIRKEEPER_POOLS must be full names of pools with commas between them, such as pool1.example.com,pool2.example.com.",
  });

const Shape = z.object({
  PORT: given(port),
  PAIRKEEPER_DATA: given(
    z.string().refine((text) => !text.includes("\0"), { error: "PAIRKEEPER_DATA must be the path of a folder." }),
  ),
  PAIRKEEPER_URL: given(publicUrl),
  PAIRKEEPER_TOKEN: given(
    z
      .string()
      .regex(/^[\x21-\x7e]+$/, { error: "PAIRKEEPER_TOKEN must be one word of printable characters without spaces." }),
  ),
  PAIRKEEPER_ADMIN_PASSWORD: given(
    z.string().refine((text) => text.length >= 8 && text.length <= 128, {
      error: "PAIRKEEPER_ADMIN_PASSWORD must have 8 to 128 characters.",
    }),
  ),
  PAIRKEEPER_POOLS: given(pools),
});

/** Reads and checks the whole environment; throws EnvRefused with every wrong value named. Values are never repeated: one is a password. */
export function readEnv(source: Source = process.env, projectFolder = process.cwd()): Env {
  const read = Shape.safeParse(source);
  const oidc = readOidc(source, poolsOf);
  if (!read.success || oidc.is === "refused") {
    const wrong = read.success ? [] : read.error.issues.map((issue) => issue.message);
    throw new EnvRefused([...wrong, ...(oidc.is === "refused" ? oidc.sentences : [])]);
  }
  return {
    port: read.data.PORT,
    dataFolder: resolve(projectFolder, read.data.PAIRKEEPER_DATA ?? "data"),
    publicUrl: read.data.PAIRKEEPER_URL,
    token: read.data.PAIRKEEPER_TOKEN,
    adminPassword: read.data.PAIRKEEPER_ADMIN_PASSWORD,
    pools: read.data.PAIRKEEPER_POOLS,
    oidc: oidc.oidc,
    buildFolder: resolve(projectFolder, source.PAIRKEEPER_BUILD || ".next"),
  };
}

/** The environment a child starts with: ours and `more`. */
export function childEnvironment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}
