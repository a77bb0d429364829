import type { Metadata } from "next";
import { connection } from "next/server";
import { DoorFrame } from "#components/shell/door-frame.tsx";

export const metadata: Metadata = { title: "Not here" };

/** An address that leads nowhere. */
export default async function NotFound() {
  await connection(); // built in advance its scripts would lack the request's nonce
  return (
    <DoorFrame title="There is nothing here">
      <p className="text-sm">The address is wrong, or what it named is gone.</p>
      <a href="/" className="text-accent text-sm underline underline-offset-2">
        To the pairs
      </a>
    </DoorFrame>
  );
}
