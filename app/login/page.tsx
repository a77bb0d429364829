import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DoorFrame } from "#components/shell/door-frame.tsx";
import { ProviderWay } from "#components/shell/provider-way.tsx";
import { returnPath } from "#components/shell/return-path.ts";
import { SignInForm } from "#components/shell/sign-in-form.tsx";
import { webService } from "#lib/service.ts";
import { pageContext } from "../session.ts";
import { enter } from "./actions.ts";

export const metadata: Metadata = { title: "Sign in" };

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Sign-in by name and password, or with the provider of the organisation; then it goes on to where the reader wanted to be. */
export default async function LoginPage({ searchParams }: Props) {
  const { to: asked, refused } = await searchParams;
  const to = returnPath(asked);
  if ((await pageContext()) !== null) redirect(to);
  const { provider } = webService().auth;
  return (
    <DoorFrame title="Sign in">
      {provider && <ProviderWay provider={provider} to={to} refused={refused} />}
      <SignInForm enter={enter} to={to} />
      <p className="text-2xs text-soft">
        No password, or forgotten? An administrator makes you a link that signs in once;{" "}
        <code className="font-mono">npm start</code> prints that of admin.
      </p>
    </DoorFrame>
  );
}
