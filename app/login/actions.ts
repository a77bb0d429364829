"use server";

import { redirect } from "next/navigation";
import type { SignInProblem } from "#components/shell/form-problem.tsx";
import { returnPath } from "#components/shell/return-path.ts";
import { signIn, signInByLink, signOut } from "../session.ts";

/** Signs in by name and password, and goes to where the reader wanted to be. */
export async function enter(_: SignInProblem, form: FormData): Promise<SignInProblem> {
  const user = text(form, "username").trim();
  const password = text(form, "password");
  if (user === "" || password === "") return { says: "Give both the user name and the password.", user };
  const answer = await signIn(user, password);
  if (answer === "signed-in") redirect(returnPath(form.get("to")));
  return { says: WORDS[answer], user };
}

/** Uses a one-time link up, and goes to the pairs; who has no password yet sets one first. */
export async function enterByLink(_: SignInProblem, form: FormData): Promise<SignInProblem> {
  const { is, needsPassword } = await signInByLink(text(form, "token"));
  if (is === "signed-in") redirect(needsPassword ? "/account" : "/");
  const used =
    "This link was used already, or is older than an hour. An administrator makes a new one; that of admin is printed by each start.";
  return { says: is === "refused" ? used : WORDS[is], user: "" };
}

/** Ends the session. */
export async function leave(): Promise<void> {
  await signOut();
  redirect("/login");
}

const WORDS = {
  refused: "The user name or the password is wrong.",
  "too-many": "Too many tries. Wait a minute, then try again.",
} as const;

function text(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
