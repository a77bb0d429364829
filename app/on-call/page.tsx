import { LiveOnCall } from "#components/on-call/live-on-call.tsx";
import { reasonsIn } from "#components/on-call/reasons-in.ts";
import { TroubleView } from "#components/on-call/trouble-view.tsx";
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
  const { role, pools } = ctx.actor;
  const first = await getChanges(ctx);
  const snapshot = snapshotOf<Snapshot>(caughtUp(null, first));
  const door = {
    sync: syncNow,
    lift: liftLimitNow,
    maySync: covers(role, NEEDED_ROLE.invokeSync),
    mayLift: covers(role, NEEDED_ROLE.liftLimit),
    pools,
  };
  const words = Object.fromEntries(reasonsIn(snapshot).map((reason) => [reason, REASONS[reason]]));
  return (
    <LiveOnCall first={first} words={words} {...door}>
      <TroubleView
        snapshot={snapshot}
        hearing="live"
        toldAt={snapshot.Now}
        door={door}
        wordsOf={(reason) => REASONS[reason]}
      />
    </LiveOnCall>
  );
}
