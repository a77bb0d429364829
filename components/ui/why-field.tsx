import { TextField } from "./text-field.tsx";

type Props = {
  /** Told what is typed; a form that is sent as a whole needs none, for the field is called `reason` there. */
  readonly change?: (why: string) => void;
  readonly problem?: string | null;
};

const LONGEST = 300;

/** Why it is done, for who wants to say so: the audit keeps it. Closed until then, so that a dialog stays short. */
export function WhyField({ change, problem = null }: Props) {
  return (
    <details className="text-sm" open={problem !== null || undefined}>
      <summary className="min-h-8 text-soft">Say why</summary>
      <div className="mt-2">
        <TextField
          label="Why, for the audit"
          name="reason"
          maxLength={LONGEST}
          autoComplete="off"
          placeholder="Ticket 17"
          onChange={(event) => change?.(event.target.value)}
          problem={problem}
        />
      </div>
    </details>
  );
}
