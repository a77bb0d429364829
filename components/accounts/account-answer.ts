import type { Refusal } from "#components/ui/form-refusal.tsx";

/** What an account may, and where, as a form has it. */
export type Chosen = {
  readonly role: string;
  /** "all", or anything else for the pools that are ticked. */
  readonly reach: string;
  readonly pools: readonly string[];
};

/** What became of a press; null before the first. */
export type AccountAnswer =
  | { readonly is: "done"; readonly says: string; readonly link: string | null }
  | ({ readonly is: "refused"; readonly chosen?: Chosen } & NonNullable<Refusal>)
  | null;

export type AccountAction = (before: AccountAnswer, form: FormData) => Promise<AccountAnswer>;

/** What was chosen where that was refused, else what there is: nobody chooses twice. */
export const chosenIn = (answer: AccountAnswer, has: Chosen): Chosen =>
  answer?.is === "refused" ? (answer.chosen ?? has) : has;

/** A refusal as forms show one; null for every other answer. */
export const refusalIn = (answer: AccountAnswer): Refusal => (answer?.is === "refused" ? answer : null);
