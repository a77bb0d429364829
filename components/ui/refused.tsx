type Props = {
  readonly refusal: { readonly field: string | null; readonly sentence: string; readonly hint: string } | null;
  /** Fields that show their own. */
  readonly fields?: readonly string[];
};

/** A refusal that no field of the form shows; read aloud as soon as it is there. */
export function Refused({ refusal, fields = [] }: Props) {
  if (refusal === null || (refusal.field !== null && fields.includes(refusal.field))) return null;
  return (
    <p role="alert" className="rounded-xl border border-bad-line bg-bad-bg px-3 py-2 text-sm">
      {refusal.sentence} <span className="text-soft">{refusal.hint}</span>
    </p>
  );
}
