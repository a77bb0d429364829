import { createHash, randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { isoInstant } from "#lib/domain/instant.ts";
import { Problem } from "#lib/domain/problem.ts";
import { CLI_NAME, MONITORING_NAME } from "#lib/domain/reserved-name.ts";
import type { Actor, TokenRole } from "#lib/domain/role.ts";
import { expiryOf, type Token, type TokenLife } from "#lib/domain/token.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { TokenLedger } from "#lib/ports/token-ledger.ts";
import type { AccessNotes } from "./access-notes.ts";
import { readPrivate, writePrivate } from "./private-file.ts";

type OwnName = { readonly name: string; readonly role: TokenRole };

/* The tokens that are there by themselves, under the names by which they are audited. */
const CLI: OwnName = { name: CLI_NAME, role: "administrator" };
const MONITORING: OwnName = { name: MONITORING_NAME, role: "scraper" };

/** Each use would be a write. */
const USED_EVERY_MS = 60_000;

/** Who it is, without the door through which they came. */
export type Who = Pick<Actor, "name" | "role" | "pools" | "confirmedAt">;

/** What a token is to open. */
export type TokenWish = Pick<Token, "name" | "role" | "pools"> & { readonly life: TokenLife };

/** The door for programs. */
export type Tokens = {
  /**
   * Whose token `Authorization: Bearer ...` carries; null for none, an unknown or a removed one. Throws Problem
   * "not-signed-in" for one whose time is over, and for one that is shut.
   */
  actorOf(headers: Headers): Promise<Who | null>;
};

/** Where people make tokens and remove them. */
export type TokenDesk = {
  /** Every token that was not removed. */
  all(): Promise<readonly Token[]>;
  /** A new token, which nobody can be told again; null when there is one of that name. */
  make(wish: TokenWish, by: Actor): Promise<{ readonly token: Omit<Token, "account">; readonly secret: string } | null>;
  /** False when there is none of that id. */
  remove(id: string, by: Actor): Promise<boolean>;
};

/** Opens the door for programs, and sees to it that the CLI and monitoring have a token each. */
export async function openTokens(
  dataFolder: string,
  ledger: TokenLedger,
  clock: Pick<Clock, "now">,
  notes: Pick<AccessNotes, "tokenRefused">,
): Promise<Tokens> {
  // Each by its whole name: a bundler takes a file of any name for all that there are, and traces the whole project.
  await keepToken(join(dataFolder, "cli.token"), CLI, ledger, clock);
  await keepToken(join(dataFolder, "metrics.token"), MONITORING, ledger, clock);
  const usedAt = new Map<string, number>();
  const use = async (id: string) => {
    const now = clock.now();
    if (now - (usedAt.get(id) ?? -USED_EVERY_MS) < USED_EVERY_MS) return;
    usedAt.set(id, now);
    await ledger.used(id, now);
  };
  return {
    actorOf: async (headers) => {
      const secret = bearer(headers);
      if (secret === null) return null;
      const token = await ledger.tokenByHash(hashOf(secret));
      if (token === null) {
        await notes.tokenRefused(null);
        return null;
      }
      const { id, name, role, pools, expiresAt, isShut } = token;
      if (expiresAt !== null && clock.now() >= expiresAt) {
        await notes.tokenRefused(name);
        throw expired(name, expiresAt);
      }
      if (isShut) {
        await notes.tokenRefused(name, "shut");
        throw shut(name);
      }
      await use(id);
      return { name: isOwn(name) ? name : `token ${name}`, role, pools };
    },
  };
}

export function tokenDesk(ledger: TokenLedger, clock: Pick<Clock, "now">): TokenDesk {
  return {
    all: () => ledger.tokens(),
    make: async ({ life, ...wish }, by) => {
      const secret = newSecret();
      const madeAt = clock.now();
      const made = { ...wish, id: randomUUID(), madeAt, expiresAt: expiryOf(life, madeAt) };
      const isMade = await ledger.addToken({ ...made, hash: hashOf(secret) }, by);
      return isMade ? { token: { ...made, madeBy: by.name, lastUsedAt: null, isShut: false }, secret } : null;
    },
    remove: (id, by) => ledger.removeToken(id, by),
  };
}

function expired(name: string, at: number): Problem {
  return new Problem(
    "not-signed-in",
    `The token ${name} expired at ${isoInstant(at)}.`,
    "An administrator makes a new one: Settings > Tokens, or New-CsToken.",
  );
}

function shut(name: string): Problem {
  return new Problem(
    "not-signed-in",
    `The token ${name} opens nothing: the account behind it is disabled, removed or may less than it.`,
    "An administrator changes the account, or makes a new token: Settings > Tokens, or New-CsToken.",
  );
}

/** No token that people make may be called so. */
function isOwn(name: string): boolean {
  return name === CLI.name || name === MONITORING.name;
}

/**
 * The file and the ledger know the same token, or a new one is made: a file that is gone may be in foreign
 * hands, so what it held is removed. The ledger comes first: a crash in between is mended by the next start.
 */
async function keepToken(
  path: string,
  { name, role }: OwnName,
  ledger: TokenLedger,
  clock: Pick<Clock, "now">,
): Promise<void> {
  const kept = readPrivate(path);
  const known = kept === null ? null : await ledger.tokenByHash(hashOf(kept));
  if (known?.name === name) return;
  const secret = newSecret();
  await ledger.replaceToken({ id: randomUUID(), hash: hashOf(secret), name, role, madeAt: clock.now() });
  writePrivate(path, secret);
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

function bearer(headers: Headers): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
