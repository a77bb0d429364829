"use client";

import { type ReactNode, useActionState, useId } from "react";
import { ReachField } from "#components/reach/reach-field.tsx";
import { PRIMARY } from "#components/ui/button-looks.ts";
import { ConfirmAgain } from "#components/ui/confirm-again.tsx";
import { CopyLine } from "#components/ui/copy-line.tsx";
import { TextField } from "#components/ui/text-field.tsx";

/** What was filled in, so that nobody does it again. */
type Typed = {
  readonly name: string;
  readonly role: string;
  readonly reach: string;
  readonly pools: readonly string[];
  readonly expires: string;
};

/** What became of a wish for a token; null before the first. */
export type TokenAnswer =
  | { readonly is: "made"; readonly name: string; readonly token: string }
  | {
      readonly is: "refused";
      /** The name of a field; null where none is to blame. */
      readonly field: string | null;
      readonly says: string;
      readonly hint: string;
      readonly typed: Typed;
      /** Who pressed shows first that it is them; then it goes on. */
      readonly confirmFirst?: true;
    }
  | null;

type Props = {
  readonly make: (before: TokenAnswer, form: FormData) => Promise<TokenAnswer>;
  readonly roles: readonly string[];
  readonly days: readonly number[];
  readonly pools: readonly string[];
};

const NOTHING: Typed = { name: "", role: "", reach: "all", pools: [], expires: "" };
const FIELDS = ["name", "role", "pools", "expires"];

/** All that a token is made of. For how long it holds is chosen each time; works before scripts do. */
export function TokenForm({ make, roles, days, pools }: Props) {
  const [answer, action, isPending] = useActionState(make, null);
  const refused = answer?.is === "refused" ? answer : null;
  const typed = refused?.typed ?? NOTHING;
  const problemOf = (field: string) => (refused?.field === field ? `${refused.says} ${refused.hint}` : null);
  return (
    <form action={action} className="grid gap-4">
      {/* Made anew with each answer: the browser empties a form that was sent. */}
      <div key={JSON.stringify(answer)} className="grid gap-4">
        <div className="grid items-start gap-4 sm:grid-cols-3">
          <TextField
            label="Name: which program has it"
            name="name"
            autoComplete="off"
            maxLength={60}
            required
            defaultValue={typed.name}
            problem={problemOf("name")}
          />
          <Choice label="Role" name="role" value={typed.role} problem={problemOf("role")}>
            {roles.map((role) => (
              <option key={role} value={role}>
                {role === "scraper" ? "scraper: reads the metrics alone" : role}
              </option>
            ))}
          </Choice>
          <Choice label="Expires" name="expires" value={typed.expires} problem={problemOf("expires")}>
            {days.map((count) => (
              <option key={count} value={count}>
                after {count} days
              </option>
            ))}
            <option value="never">never</option>
          </Choice>
        </div>
        <ReachField
          pools={pools}
          reach={typed.reach}
          ticked={typed.pools}
          some="it sees their pairs, and acts on these alone"
          problem={problemOf("pools")}
        />
      </div>
      {refused !== null && !FIELDS.includes(refused.field ?? "") && (
        <p role="alert" className="text-bad text-sm">
          {refused.says} {refused.hint}
          {refused.confirmFirst && <ConfirmAgain refusal={refused} again={action} />}
        </p>
      )}
      <div>
        <button type="submit" aria-disabled={isPending} className={`${PRIMARY} max-sm:w-full`}>
          {isPending ? "Making it" : "Make it"}
        </button>
      </div>
      <div role="status" className="grid gap-2 empty:hidden">
        {answer?.is === "made" && !isPending && (
          <>
            <p className="text-sm">
              {answer.name} is made. Copy it now: it is shown this once, and kept nowhere that it could be read from.
            </p>
            <CopyLine text={answer.token} label={`Copy the token ${answer.name}`} />
          </>
        )}
      </div>
    </form>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly problem: string | null;
  readonly children: ReactNode;
};

/** A choice that nobody makes for one: it begins with none. */
function Choice({ label, name, value, problem, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      <select
        id={id}
        name={name}
        required
        defaultValue={value}
        aria-invalid={problem === null ? undefined : true}
        className="min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink"
      >
        <option value="">Choose</option>
        {children}
      </select>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}
