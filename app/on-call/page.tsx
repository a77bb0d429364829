import { redirect } from "next/navigation";
import { LiveOnCall } from "#components/on-call/live-on-call.tsx";
import { getChanges } from "#lib/commands/get-changes.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { covers } from "#lib/domain/role.ts";
import { pageContext } from "../session.ts";
import { liftLimitNow, syncNow } from "./actions.ts";

/** Problems first, for a phone at night. */
export default async function OnCallPage() {
  const ctx = await pageContext();
  if (ctx === null) redirect("/login");
  const { role } = ctx.actor;
  return (
    <LiveOnCall
      first={await getChanges(ctx)}
      sync={syncNow}
      lift={liftLimitNow}
      maySync={covers(role, NEEDED_ROLE.invokeSync)}
      mayLift={covers(role, NEEDED_ROLE.liftLimit)}
    />
  );
}
