import { ConfirmAgain } from "./confirm-again.tsx";

/** Why a form was refused; null before the first try. `field` is null where no field is to blame. */
export type Refusal = {
  readonly field: string | null;
  readonly says: string;
  readonly hint: string;
  /** What was typed, so that nobody types it again. */
  readonly typed: string;
  /** Who pressed shows first that it is them; then it may be pressed again. */
  readonly confirmFirst?: true;
} | null;

/** What is wrong with one field, as a sentence with its hint. */
export function problemOf(refusal: Refusal, field: string): string | null {
  return refusal?.field === field ? `${refusal.says} ${refusal.hint}` : null;
}

type Props = {
  readonly refusal: Refusal;
  /** The form's action: it is done again once who pressed has shown that it is them. */
  readonly again?: (form: FormData) => void;
};

/** A refusal that no field is to blame for; read aloud as soon as it is there. */
export function FormRefusal({ refusal, again }: Props) {
  if (refusal === null || refusal.field !== null) return null;
  return (
    <p role="alert" className="rounded-xl border border-bad-line bg-bad-bg px-3 py-2 text-sm">
      {refusal.says} <span className="text-soft">{refusal.hint}</span>
      {refusal.confirmFirst && again && <ConfirmAgain refusal={refusal} again={again} />}
    </p>
  );
}
