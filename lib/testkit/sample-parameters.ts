import { PARAMETERS, type ParameterKey } from "#lib/commands/parameters.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { POOL_1, POOL_2 } from "./evidence.ts";

/** What a command is asked with when it says that a parameter is missing. A new parameter that a command demands gets its value here. */
const SAMPLES: Readonly<Partial<Record<ParameterKey, unknown>>> = {
  pool: POOL_1,
  backupPool: POOL_2,
  from: POOL_1,
  module: "DataConf",
  id: "00000000-0000-4000-8000-000000000000",
  trashItems: ["DataConf:x"],
  refusedItems: ["PresenceFocus:x"],
  token: "4be1",
  adopt: true,
  fromPartner: true,
  what: "sip:ada@example.com",
  identity: "Global",
  account: "grace",
  role: "viewer",
  disabled: true,
  code: "BCDFGHJK",
  name: "Lobby",
  reason: "A test asks.",
  syncInterval: "00:02:00",
  pools: "all",
  expires: "30",
};

type Given = Readonly<Record<string, unknown>>;

/** How a question ended that was asked again and again, each time with the parameter that was missing. */
export type Outcome =
  | { readonly is: "answered" }
  | { readonly is: "refused"; readonly code: string }
  /** It could not be asked well. */
  | { readonly is: "unread"; readonly sentence: string };

/** What one answer said: null for what was answered well. */
export type Refusal = { readonly code: string; readonly sentence: string; readonly field: string | null } | null;

/** Asks until the question is understood, with `first` to begin with. */
export async function askUntilRead(ask: (given: Given) => Promise<Refusal>, first: Given = {}): Promise<Outcome> {
  const refused = new Set<string>();
  let given = first;
  for (;;) {
    const refusal = await ask(given);
    if (refusal === null) return { is: "answered" };
    if (refusal.code !== "bad-input") return { is: "refused", code: refusal.code };
    const { field, sentence } = refusal;
    if (field !== null && field in given) {
      refused.add(field); // no parameter of this command
      given = Object.fromEntries(Object.entries(given).filter(([key]) => key !== field));
      continue;
    }
    const keys = Object.keys(PARAMETERS) as ParameterKey[];
    const key = keys.find(
      (one) => PARAMETERS[one].name === field && SAMPLES[one] !== undefined && !(one in given) && !refused.has(one),
    );
    if (key === undefined) return { is: "unread", sentence };
    given = { ...given, [key]: SAMPLES[key] };
  }
}

/** What a command threw; anything but a refusal is a bug, and passed on. */
export function refusalIn(thrown: unknown): Refusal {
  if (!isProblem(thrown)) throw thrown;
  return { code: thrown.code, sentence: thrown.sentence, field: thrown.field };
}
