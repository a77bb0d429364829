import { useId } from "react";
import { problemOf, type Refusal } from "#components/ui/form-refusal.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { ROLES } from "#lib/domain/role.ts";

const MAY: Record<(typeof ROLES)[number], string> = {
  viewer: "looks",
  operator: "looks, and moves data forward",
  restorer: "the same, and brings data back",
  administrator: "the same, and changes the deployment",
};

type Props = { readonly has: { readonly role: string; readonly pools: string }; readonly refusal: Refusal };

/** What an account may, and where. */
export function AccountFields({ has: { role, pools }, refusal }: Props) {
  const id = useId();
  return (
    <>
      <div className="grid min-w-0 gap-1.5">
        <label htmlFor={id} className="text-sm text-soft">
          Role
        </label>
        <select
          key={role}
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
      <TextField
        key={pools}
        label="Pools: all, or full names with commas between"
        name="pools"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        defaultValue={pools}
        problem={problemOf(refusal, "Pools")}
      />
    </>
  );
}
