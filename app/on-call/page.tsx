import { LiveOnCall } from "#components/on-call/live-on-call.tsx";
import { reasonsIn } from "#components/on-call/reasons-in.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import { getChanges } from "#lib/commands/get-changes.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { caughtUp, snapshotOf } from "#lib/domain/feed.ts";
import { REASONS } from "#lib/domain/reasons.ts";
import { covers } from "#lib/domain/role.ts";
import { signedIn } from "../session.ts";
import { liftLimitNow, syncNow } from "./actions.ts";

/** Problems first, for a phone at night. */
export default async function OnCallPage() {
  const ctx = await signedIn();
  const { role } = ctx.actor;
  const first = await getChanges(ctx);
  const reasons = reasonsIn(snapshotOf<Snapshot>(caughtUp(null, first)));
  return (
    <LiveOnCall
      first={first}
      words={Object.fromEntries(reasons.map((reason) => [reason, REASONS[reason]]))}
      sync={syncNow}
      lift={liftLimitNow}
      maySync={covers(role, NEEDED_ROLE.invokeSync)}
      mayLift={covers(role, NEEDED_ROLE.liftLimit)}
    />
  );
}
