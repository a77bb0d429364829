"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import type { PasswordTold } from "#components/account/password-form.tsx";
import { LONGEST_PASSWORD, type PasswordAnswer, SHORTEST_PASSWORD } from "#lib/auth/own-account.ts";
import { text } from "../../given.ts";
import { setOwnPassword, signedIn, signOutEverywhere } from "../../session.ts";

const NEW_LINK = "Sign out, and sign in by a new link; where codes are on, confirm below by one.";

const WORDS: Readonly<Record<Exclude<PasswordAnswer, "set" | "signed-out">, readonly [string | null, string, string]>> =
  {
    wrong: ["before", "This is not the password of now.", "An administrator can make you a new sign-in link."],
    locked: ["before", "Too many wrong tries.", "Wait 15 minutes, then try again."],
    "bad-length": [
      "next",
      `A password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters.`,
      "Choose another one.",
    ],
    providers: [null, "Your organisation's provider asks for your password.", "Change it there."],
    "confirm-first": [null, "A first password is set within 10 minutes of sign-in.", NEW_LINK],
    given: [null, "The environment gives this password.", "Change PAIRKEEPER_ADMIN_PASSWORD and start again."],
  };

/** Sets the password of who is signed in. */
export async function setPassword(_: PasswordTold, form: FormData): Promise<PasswordTold> {
  await signedIn();
  const answer = await setOwnPassword(text(form, "before"), text(form, "next"));
  if (answer === "signed-out") redirect("/login");
  revalidatePath("/account");
  if (answer === "set") return { is: "set" };
  const [field, says, hint] = WORDS[answer];
  return { is: "refused", field, says, hint, typed: "" };
}

/** Ends every session of who is signed in, this one too. */
export async function leaveEverywhere(): Promise<void> {
  await signedIn();
  await signOutEverywhere();
  redirect("/login");
}
