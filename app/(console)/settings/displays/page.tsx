import type { Metadata } from "next";
import { AcceptForm } from "#components/displays/accept-form.tsx";
import { DisplayList } from "#components/displays/display-list.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { getDisplays } from "#lib/commands/get-displays.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { may } from "#lib/domain/may.ts";
import { signedIn } from "../../../session.ts";
import { letIn, shutOut } from "./actions.ts";

export const metadata: Metadata = { title: "Displays" };

/** The screens that show the wall without anybody signed in there: let in by a code, shut out by a press. */
export default async function DisplaysPage() {
  const ctx = await signedIn();
  const displays = ctx.actor.pools === "all" ? (await getDisplays(ctx)).Displays : null;
  const needed = NEEDED_ROLE.acceptDisplay;
  const isAllowed = may(ctx.actor, needed);
  return (
    <div className="mx-auto grid max-w-3xl gap-5">
      <PageTop />
      <div>
        <h1 className="font-semibold text-2xl tracking-tight">Displays</h1>
        <p className="mt-1 text-[0.9375rem] text-soft">
          A display is a screen on a wall. It reads the{" "}
          <a href="/wall" className={TEXT_LINK}>
            wall
          </a>{" "}
          and nothing else, and cannot do anything.
        </p>
      </div>
      <Panel label="Let a screen in">
        <h2 className="font-semibold text-base">Let a screen in</h2>
        {isAllowed ? (
          <AcceptForm letIn={letIn} />
        ) : (
          <p className="text-sm text-soft">To let a screen in needs the role {needed} for all pools.</p>
        )}
      </Panel>
      <Panel label="Screens that are let in">
        <h2 className="font-semibold text-base">Screens that are let in</h2>
        {displays === null ? (
          <p className="text-sm text-soft">Screens show all pools: they are seen by who may see all.</p>
        ) : (
          <DisplayList displays={displays} shutOut={isAllowed ? shutOut : null} />
        )}
      </Panel>
    </div>
  );
}
