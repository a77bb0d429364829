import type { Metadata } from "next";
import Link from "next/link";
import { DoorFrame } from "#components/shell/door-frame.tsx";
import { LinkForm } from "#components/shell/link-form.tsx";
import { enterByLink } from "../actions.ts";

export const metadata: Metadata = { title: "Sign in by link" };

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

/** A one-time link opens here. Only a press uses it up: programs that look at links before people do must not spend it. */
export default async function LinkPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const isWhole = typeof token === "string" && token !== "";
  return (
    <DoorFrame title="Sign in by link">
      {isWhole ? (
        <LinkForm token={token} enter={enterByLink} />
      ) : (
        <p className="text-sm">
          This link is not whole: its token is missing. Copy all of the line that you were given.
        </p>
      )}
      <p className="text-2xs text-soft">
        Or{" "}
        <Link href="/login" className="text-accent underline underline-offset-2">
          sign in with a password
        </Link>
        .
      </p>
    </DoorFrame>
  );
}
