"use client";

import { type ReactNode, useActionState, useId } from "react";
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
        <Reached pools={pools} typed={typed} problem={problemOf("pools")} />
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

type ReachedProps = { readonly pools: readonly string[]; readonly typed: Typed; readonly problem: string | null };

const LINE = "flex min-h-11 items-center gap-2.5 text-[0.9375rem] lg:min-h-9";
const MARK = "size-4 flex-none accent-press";

/** All pools, or those that are ticked: they show only then. */
function Reached({ pools, typed, problem }: ReachedProps) {
  return (
    <fieldset className="group grid gap-1">
      <legend className="mb-1 text-sm text-soft">Pools</legend>
      <label className={LINE}>
        <input type="radio" name="reach" value="all" defaultChecked={typed.reach === "all"} className={MARK} />
        All, also those that come
      </label>
      <label className={LINE}>
        <input type="radio" name="reach" value="some" defaultChecked={typed.reach !== "all"} className={MARK} />
        Some: it sees their pairs, and acts on these alone
      </label>
      <div className="hidden max-h-72 overflow-y-auto pl-7 group-has-[[value=some]:checked]:grid">
        {pools.map((pool) => (
          <label key={pool} className={`${LINE} [overflow-wrap:anywhere]`}>
            <input
              type="checkbox"
              name="pools"
              value={pool}
              defaultChecked={typed.pools.includes(pool)}
              className={MARK}
            />
            {pool}
          </label>
        ))}
      </div>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
