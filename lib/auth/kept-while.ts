import { createHmac } from "node:crypto";
import type { InternalAdapter } from "better-auth";

/**
 * What is known for a while, of names that anybody may have made up: it outlives a restart. Whoever reads the database learns no name of
 * it: people type passwords where a name is meant.
 */
export type KeptWhile = {
  /** What was written last, and is not over; null for none. */
  read(key: string): Promise<string | null>;
  write(key: string, value: string, forMs: number): Promise<void>;
  remove(key: string): Promise<void>;
};

/** Keeps it where the library keeps what is over by itself: links, and codes that are owed. Its times are the machine's. */
export function openKeptWhile(
  accounts: Pick<
    InternalAdapter,
    | "findVerificationValue"
    | "createVerificationValue"
    | "updateVerificationByIdentifier"
    | "deleteVerificationByIdentifier"
  >,
  secret: string,
): KeptWhile {
  const identifierOf = (key: string) => `kept-${createHmac("sha256", secret).update(`kept ${key}`).digest("hex")}`;
  return {
    read: async (key) => {
      const found = await accounts.findVerificationValue(identifierOf(key));
      return found && found.expiresAt.getTime() > Date.now() ? found.value : null;
    },
    write: async (key, value, forMs) => {
      const identifier = identifierOf(key);
      const kept = { value, expiresAt: new Date(Date.now() + forMs) };
      const before = await accounts.findVerificationValue(identifier);
      if (before) await accounts.updateVerificationByIdentifier(identifier, kept);
      else await accounts.createVerificationValue({ identifier, ...kept });
    },
    remove: (key) => accounts.deleteVerificationByIdentifier(identifierOf(key)),
  };
}
