import { createHash } from "node:crypto";

/** Under which the library keeps accounts of the provider, and the last part of the address that it calls back. */
export const PROVIDER_ID = "oidc";

const LONGEST_NAME = 64;

/** Whose account it is: one subject of one issuer. Another issuer's subject of the same name is somebody else. */
export const accountIdOf = (issuer: string, subject: string): string => `${issuer} ${subject}`;

/** Nobody's mailbox, of a domain that no local account's is of: the library takes who has the same address for the same person. */
export const addressOf = (accountId: string): string =>
  `${fingerprint(accountId).slice(0, 40)}@oidc.pairkeeper.invalid`;

/**
 * The name in lists and in the audit. No local account's name has a space or a bracket, so none is ever taken for another's;
 * `isTaken` adds what tells two people of the provider apart who are called the same.
 */
export function accountName(calledAs: string, accountId: string, isTaken: boolean): string {
  const bare = calledAs
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._@+-]/gu, "_")
    .slice(0, LONGEST_NAME);
  return isTaken ? `${bare} (oidc ${fingerprint(accountId).slice(0, 6)})` : `${bare} (oidc)`;
}

const fingerprint = (text: string) => createHash("sha256").update(text).digest("hex");
