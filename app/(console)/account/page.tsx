import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PasswordForm } from "#components/account/password-form.tsx";
import { SessionList } from "#components/account/session-list.tsx";
import { TwoFactor } from "#components/account/two-factor.tsx";
import { ConfirmForm } from "#components/confirm/confirm-form.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { DANGER } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { LONGEST_PASSWORD, type OwnView, SHORTEST_PASSWORD } from "#lib/auth/own-account.ts";
import { ADMIN } from "#lib/domain/account.ts";
import { reachText } from "#lib/domain/reach.ts";
import { ownAccount, signedIn } from "../../session.ts";
import { confirmIt } from "../confirm.ts";
import { leaveEverywhere, setPassword } from "./actions.ts";
import { changeTwoFactor } from "./two-factor.ts";

export const metadata: Metadata = { title: "Your account" };

/** One's own account: the password, and where one is signed in. */
export default async function AccountPage() {
  const { actor } = await signedIn();
  const own = await ownAccount();
  if (own === null) redirect("/login");
  return (
    <div className="mx-auto grid max-w-3xl gap-5">
      <PageTop />
      <div>
        <h1 className="font-semibold text-2xl tracking-tight">Your account</h1>
        <p className="mt-1 text-[0.9375rem] text-soft [overflow-wrap:anywhere]">
          You are {own.name}, {actor.role} of{" "}
          {actor.pools === "all" ? "all pools" : reachText(actor.pools) || "no pool"}.
        </p>
      </div>
      {!own.isProviders && <Password own={own} />}
      {!own.isProviders && (
        <Panel label="Codes at sign-in">
          <h2 className="font-semibold text-base">Codes at sign-in</h2>
          <TwoFactor left={own.recoveryCodes} hasPassword={own.password !== "none"} press={changeTwoFactor} />
          {own.name === ADMIN && (
            <p className="text-2xs text-soft">
              The link that <code className="font-mono">npm start</code> prints asks for no code: it is the way back of
              who holds the machine.
            </p>
          )}
        </Panel>
      )}
      {(own.password !== "none" || own.recoveryCodes !== null) && (
        <Panel label="Confirm that it is you">
          <h2 className="font-semibold text-base">Confirm that it is you</h2>
          <p className="text-sm text-soft">
            More than 10 minutes after sign-in a dialog asks for this: before what cannot be taken back, and before what
            decides who may come in. Here it can be done beforehand.
          </p>
          <ConfirmForm confirm={confirmIt} />
        </Panel>
      )}
      <Panel label="Where you are signed in">
        <h2 className="font-semibold text-base">Where you are signed in</h2>
        <SessionList sessions={own.sessions} />
        <form action={leaveEverywhere} data-leaves>
          <button type="submit" className={`${DANGER} max-sm:w-full`}>
            Sign out everywhere
          </button>
        </form>
      </Panel>
    </div>
  );
}

function Password({ own }: { readonly own: OwnView }) {
  return (
    <Panel label="Password" tone={own.password === "none" ? "warn" : "calm"}>
      <h2 className="font-semibold text-base">Password</h2>
      {own.password === "given" ? (
        <p className="text-sm text-soft">
          The environment gives it: change <code className="font-mono text-2xs">PAIRKEEPER_ADMIN_PASSWORD</code> and
          start the service again.
        </p>
      ) : (
        <>
          {own.password === "none" && (
            <p className="text-sm">You have none yet: without one, only a new link signs you in again.</p>
          )}
          <PasswordForm
            hasPassword={own.password === "own"}
            name={own.name}
            set={setPassword}
            shortest={SHORTEST_PASSWORD}
            longest={LONGEST_PASSWORD}
          />
        </>
      )}
    </Panel>
  );
}
