import type { ReactNode } from "react";
import { ConfirmDialog } from "#components/confirm/confirm-dialog.tsx";
import { LiftProvider } from "#components/limits/lift-door.tsx";
import { LiveFeed } from "#components/live/live-feed.tsx";
import { QueryProvider } from "#components/shell/query-provider.tsx";
import { Shell } from "#components/shell/shell.tsx";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { choices } from "../choices.ts";
import { leave } from "../login/actions.ts";
import { signedIn } from "../session.ts";
import { confirmIt } from "./confirm.ts";
import { end, lift } from "./lift.ts";

const LIFT = { lift, end };

/** Everything behind sign-in. Every command checks again for itself. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const ctx = await signedIn();
  const { role, pools } = ctx.actor;
  return (
    <Shell who={ctx.actor.name} role={role} chosen={await choices()} signOut={leave}>
      <QueryProvider>
        <LiveFeed />
        <LiftProvider door={LIFT} actor={{ role, pools }} needed={NEEDED_ROLE.liftLimit}>
          {children}
          <ConfirmDialog confirm={confirmIt} />
        </LiftProvider>
      </QueryProvider>
    </Shell>
  );
}
