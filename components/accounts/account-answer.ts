import type { Refusal } from "#components/ui/form-refusal.tsx";

/** What became of a press; null before the first. */
export type AccountAnswer =
  | { readonly is: "done"; readonly says: string; readonly link: string | null }
  | ({ readonly is: "refused" } & NonNullable<Refusal>)
  | null;

export type AccountAction = (before: AccountAnswer, form: FormData) => Promise<AccountAnswer>;

/** A refusal as forms show one; null for every other answer. */
export const refusalIn = (answer: AccountAnswer): Refusal => (answer?.is === "refused" ? answer : null);
