import { useId } from "react";
import { ReachField } from "#components/reach/reach-field.tsx";
import { problemOf, type Refusal } from "#components/ui/form-refusal.tsx";
import { ROLES } from "#lib/domain/role.ts";
import type { Chosen } from "./account-answer.ts";

const MAY: Record<(typeof ROLES)[number], string> = {
  viewer: "looks",
  operator: "looks, and moves data forward",
  restorer: "the same, and brings data back",
  administrator: "the same, and changes the deployment",
};

type Props = {
  readonly has: Chosen;
  /** What may be ticked, beside what the account has. */
  readonly pools: readonly string[];
  readonly refusal: Refusal;
};

/** What an account may, and where. */
export function AccountFields({ has, pools, refusal }: Props) {
  const { role, reach, pools: ticked } = has;
  const id = useId();
  return (
    // Made anew with each answer: the browser empties a form that was sent.
    <div key={JSON.stringify(has)} className="contents">
      <div className="grid min-w-0 gap-1.5">
        <label htmlFor={id} className="text-sm text-soft">
          Role
        </label>
        <select
          id={id}
          name="role"
          defaultValue={role}
          className="min-h-12 w-full min-w-0 rounded-xl border border-edge bg-ground px-3 text-base text-ink"
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {one}: {MAY[one]}
            </option>
          ))}
        </select>
      </div>
      <ReachField
        pools={[...new Set([...pools, ...ticked])].sort()}
        reach={reach}
        ticked={ticked}
        some="they see their pairs, and act on these alone"
        problem={problemOf(refusal, "Pools")}
      />
    </div>
  );
}
