import type { ReactNode } from "react";
import { ConfirmDialog } from "#components/confirm/confirm-dialog.tsx";
import { LiftProvider } from "#components/limits/lift-door.tsx";
import { LiveFeed } from "#components/live/live-feed.tsx";
import { QueryProvider } from "#components/shell/query-provider.tsx";
import { Shell } from "#components/shell/shell.tsx";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { covers } from "#lib/domain/role.ts";
import { choices } from "../choices.ts";
import { leave } from "../login/actions.ts";
import { signedIn } from "../session.ts";
import { confirmIt } from "./confirm.ts";
import { end, lift } from "./lift.ts";

/** Everything behind sign-in. Every command checks again for itself. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const ctx = await signedIn();
  return (
    <Shell who={ctx.actor.name} role={ctx.actor.role} chosen={await choices()} signOut={leave}>
      <QueryProvider>
        <LiveFeed />
        <LiftProvider door={covers(ctx.actor.role, NEEDED_ROLE.liftLimit) ? { lift, end } : null}>
          {children}
          <ConfirmDialog confirm={confirmIt} />
        </LiftProvider>
      </QueryProvider>
    </Shell>
  );
}
