import type { z } from "zod";
import { type ParameterKey, oneModule as readOneModule } from "#lib/commands/schemas.ts";
import type { Api } from "./api.ts";

/** One parameter of a cmdlet. A switch takes no value. */
export type Parameter = {
  readonly key: ParameterKey;
  readonly is: "required" | "optional" | "switch";
  readonly says: string;
  /** What the server reads it with, where that is not what it reads all of the name with. */
  readonly read?: z.ZodType;
  /** What holds when it is left out, as it would be written. */
  readonly usual?: string;
};

/** What was given, by parameter. */
export type Given = Readonly<Partial<Record<ParameterKey, string | true>>>;

/** An answer: as JSON it is whole, as text it is for eyes. `exit` is 1 where what was waited for did not come. */
export type Answer = { readonly json: unknown; readonly text: string; readonly exit?: 0 | 1 };

/** What a cmdlet may do beside asking the server. */
export type Hands = {
  sleep(ms: number): Promise<void>;
  /** Writes a file, over the one that is there. */
  write(path: string, text: string): void;
  /** Where files go that nobody named a place for. */
  readonly tempFolder: string;
};

/** One cmdlet: how it is called, and what it asks the server. */
export type Cmdlet = {
  readonly name: string;
  readonly says: string;
  readonly parameters: readonly Parameter[];
  readonly example: string;
  /** The page of the console that shows the same, when it is not that of the pair or of a run; null for those after all. */
  readonly page?: (given: Given) => string | null;
  /** No cmdlet of the original: Pairkeeper's own. */
  readonly isOurs?: true;
  run(given: Given, api: Api, hands: Hands): Promise<Answer>;
};

const POOL = "The pool's full name, in any case; - takes names from the standard input, one a line.";

/** -PoolFqdn, which most cmdlets need. */
export const pool: Parameter = { key: "pool", is: "required", says: POOL };

/** -PoolFqdn where it only narrows a list. */
export const onlyPool: Parameter = { key: "pool", is: "optional", says: "Only what has to do with this pool." };

export const module: Parameter = { key: "module", is: "optional", says: "Only this module.", usual: "All" };

/** -BackupModule where it is one and never all. */
export const oneModule: Parameter = {
  key: "module",
  is: "required",
  says: "The module: PresenceFocus, ConfServices.DataConf, ...",
  read: readOneModule,
};

/** -Force, accepted because scripts give it. */
export const force: Parameter = { key: "force", is: "switch", says: "Accepted; there is no question to skip." };

export const localStore: Parameter = {
  key: "localStore",
  is: "switch",
  says: "Accepted; the local copy and the store are the same here.",
};

/** A list page by page. */
export const paging = (usual = 1_000): readonly Parameter[] => [
  { key: "limit", is: "optional", says: "At most so many at once.", usual: String(usual) },
  { key: "next", is: "optional", says: "Goes on after a page: what it said to be Next." },
];

/** What follows a page; nothing after the last. */
export function moreText(next: string | null): readonly string[] {
  return next === null ? [] : [`There is more: -Next ${next}`];
}

/** What was given of these, as the end of an address: a module stands there under the cmdlets' name for it. */
export function queryOf(given: Given, ...keys: readonly (keyof Given)[]): string {
  const query = new URLSearchParams();
  for (const key of keys) {
    const value = given[key];
    if (typeof value === "string") query.set(key === "module" ? "backupModule" : key, value);
  }
  return query.toString();
}

/** The switches of every cmdlet that changes something. */
export const changing: readonly Parameter[] = [
  { key: "whatIf", is: "switch", says: "Says what would be done, and leaves no trace." },
  { key: "confirm", is: "switch", says: "Says what would be done and asks before doing it." },
  { key: "force", is: "switch", says: "Skips the question of -Confirm." },
  { key: "reason", is: "optional", says: "Why, in a sentence: the audit keeps it." },
];
