import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DoorFrame } from "#components/shell/door-frame.tsx";
import { SignInForm } from "#components/shell/sign-in-form.tsx";
import { pageContext } from "../session.ts";
import { enter } from "./actions.ts";

export const metadata: Metadata = { title: "Sign in" };

/** Sign-in by name and password. */
export default async function LoginPage() {
  if ((await pageContext()) !== null) redirect("/");
  return (
    <DoorFrame title="Sign in">
      <SignInForm enter={enter} />
      <p className="text-2xs text-soft">
        No password? <code className="font-mono">npm start</code> prints a link that signs in once.
      </p>
    </DoorFrame>
  );
}
