import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Actor, TokenRole } from "#lib/domain/role.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { TokenLedger } from "#lib/ports/token-ledger.ts";
import type { AccessNotes } from "./access-notes.ts";
import { readPrivate, writePrivate } from "./private-file.ts";

type OwnToken = { readonly name: string; readonly role: TokenRole };

/* The tokens that are there by themselves, under the names by which they are audited. */
const CLI: OwnToken = { name: "admin (cli)", role: "administrator" };
const MONITORING: OwnToken = { name: "monitoring", role: "scraper" };

/** Who it is, without the door through which they came. */
export type Who = Pick<Actor, "name" | "role" | "pools" | "confirmedAt">;

export type Tokens = {
  /** Whose token `Authorization: Bearer ...` carries; null for none, an unknown or a revoked one. */
  actorOf(headers: Headers): Promise<Who | null>;
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
  return {
    actorOf: async (headers) => {
      const token = bearer(headers);
      if (token === null) return null;
      const record = await ledger.tokenByHash(hashOf(token));
      if (record === null) await notes.tokenRefused();
      return record && { name: record.name, role: record.role, pools: "all" };
    },
  };
}

/**
 * The file and the ledger know the same token, or a new one is made: a file that is gone may be in foreign
 * hands, so what it held is revoked. The ledger comes first: a crash in between is mended by the next start.
 */
async function keepToken(
  path: string,
  { name, role }: OwnToken,
  ledger: TokenLedger,
  clock: Pick<Clock, "now">,
): Promise<void> {
  const kept = readPrivate(path);
  const known = kept === null ? null : await ledger.tokenByHash(hashOf(kept));
  if (known?.name === name) return;
  const token = randomBytes(32).toString("base64url");
  await ledger.replaceToken({ hash: hashOf(token), name, role, madeAt: clock.now() });
  writePrivate(path, token);
}

function bearer(headers: Headers): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
