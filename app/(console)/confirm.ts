"use server";

import { redirect } from "next/navigation";
import type { ConfirmTold } from "#components/confirm/confirm-form.tsx";
import { text } from "../given.ts";
import { confirmOwn, signedIn } from "../session.ts";

const WORDS = {
  confirmed: "Confirmed for the next 10 minutes.",
  wrong: "This is neither your password nor a code that the app shows now.",
  "too-many": "Too many tries. Wait a minute, then try again.",
  locked: "Too many wrong tries. Wait 15 minutes, or sign out and in again.",
  "nothing-to-give": "You have neither a password nor an app here: sign out and in again.",
} as const;

/** Who is signed in shows that it is them. */
export async function confirmIt(_: ConfirmTold, form: FormData): Promise<ConfirmTold> {
  await signedIn();
  const { is } = await confirmOwn(text(form, "given"));
  if (is === "signed-out") redirect("/login");
  return { isThem: is === "confirmed", says: WORDS[is] };
}
