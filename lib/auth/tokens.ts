import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Actor } from "#lib/domain/role.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { TokenLedger } from "#lib/ports/token-ledger.ts";
import type { AccessNotes } from "./access-notes.ts";
import { readPrivate, writePrivate } from "./private-file.ts";

/** The name under which the CLI's own token is audited. */
const CLI = "admin (cli)";

/** Who it is, without the door through which they came. */
export type Who = Pick<Actor, "name" | "role">;

export type Tokens = {
  /** Whose token `Authorization: Bearer ...` carries; null for none, an unknown or a revoked one. */
  actorOf(headers: Headers): Promise<Who | null>;
};

/** Opens the door for programs, and sees to it that the CLI has a token of its own. */
export async function openTokens(
  dataFolder: string,
  ledger: TokenLedger,
  clock: Pick<Clock, "now">,
  notes: Pick<AccessNotes, "tokenRefused">,
): Promise<Tokens> {
  await keepCliToken(join(dataFolder, "cli.token"), ledger, clock);
  return {
    actorOf: async (headers) => {
      const token = bearer(headers);
      if (token === null) return null;
      const record = await ledger.tokenByHash(hashOf(token));
      if (record === null) await notes.tokenRefused();
      return record && { name: record.name, role: record.role };
    },
  };
}

/**
 * `<data>/cli.token` and the ledger know the same token, or a new one is made: a file that is gone may be in foreign
 * hands, so what it held is revoked. The ledger comes first: a crash in between is mended by the next start.
 */
async function keepCliToken(path: string, ledger: TokenLedger, clock: Pick<Clock, "now">): Promise<void> {
  const kept = readPrivate(path);
  const known = kept === null ? null : await ledger.tokenByHash(hashOf(kept));
  if (known?.name === CLI) return;
  const token = randomBytes(32).toString("base64url");
  await ledger.replaceToken({ hash: hashOf(token), name: CLI, role: "administrator", madeAt: clock.now() });
  writePrivate(path, token);
}

function bearer(headers: Headers): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
