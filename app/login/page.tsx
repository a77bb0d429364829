import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DoorFrame } from "#components/shell/door-frame.tsx";
import { returnPath } from "#components/shell/return-path.ts";
import { SignInForm } from "#components/shell/sign-in-form.tsx";
import { pageContext } from "../session.ts";
import { enter } from "./actions.ts";

export const metadata: Metadata = { title: "Sign in" };

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Sign-in by name and password; then it goes on to where the reader wanted to be. */
export default async function LoginPage({ searchParams }: Props) {
  const to = returnPath((await searchParams).to);
  if ((await pageContext()) !== null) redirect(to);
  return (
    <DoorFrame title="Sign in">
      <SignInForm enter={enter} to={to} />
      <p className="text-2xs text-soft">
        No password? <code className="font-mono">npm start</code> prints a link that signs in once.
      </p>
    </DoorFrame>
  );
}
