import type { ParameterKey } from "#lib/commands/schemas.ts";
import type { Api } from "./api.ts";

/** One parameter of a cmdlet. A switch takes no value. */
export type Parameter = {
  readonly key: ParameterKey;
  readonly is: "required" | "optional" | "switch";
  readonly says: string;
};

/** What was given, by parameter. */
export type Given = Readonly<Partial<Record<ParameterKey, string | true>>>;

/** An answer: as JSON it is whole, as text it is for eyes. */
export type Answer = { readonly json: unknown; readonly text: string };

/** One cmdlet: how it is called, and what it asks the server. */
export type Cmdlet = {
  readonly name: string;
  readonly says: string;
  readonly parameters: readonly Parameter[];
  readonly example: string;
  run(given: Given, api: Api): Promise<Answer>;
};

const POOL = "The pool's full name, in any case.";

/** -PoolFqdn, which most cmdlets need. */
export const pool: Parameter = { key: "pool", is: "required", says: POOL };

/** -Force, accepted because scripts give it; there is no question to skip. */
export const force: Parameter = { key: "force", is: "switch", says: "Accepted; there is no question to skip." };
