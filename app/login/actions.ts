"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { SignInProblem } from "#components/shell/form-problem.tsx";
import { returnPath } from "#components/shell/return-path.ts";
import type { SignIn } from "#lib/auth/open-auth.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { text } from "../given.ts";
import { giveCode, signIn, signInByLink, signOut } from "../session.ts";

/** What the form remembers between its answers; whoever calls an action by hand may say anything. */
const Asked = z
  .object({ asks: z.literal("code"), user: z.string().max(200) })
  .nullable()
  .catch(null);

/** Signs in by name and password, then by the code where one is asked for, and goes to where the reader wanted to be. */
export async function enter(before: SignInProblem, form: FormData): Promise<SignInProblem> {
  const to = returnPath(text(form, "to"));
  const asked = Asked.parse(before);
  if (asked !== null) return afterCode(await giveCode(text(form, "code")), asked.user, to);
  const user = text(form, "username").trim();
  const password = text(form, "password");
  if (user === "" || password === "") return { says: "Give both the user name and the password.", user };
  const answer = await signIn(user, password);
  if (answer.is === "signed-in") redirect(to);
  return problemOf(answer, user);
}

/** Uses a one-time link up, and goes to the pairs; who has no password yet sets one first. */
export async function enterByLink(before: SignInProblem, form: FormData): Promise<SignInProblem> {
  if (Asked.parse(before) !== null) return afterCode(await giveCode(text(form, "code")), "", "/");
  const answer = await signInByLink(text(form, "token"));
  if (answer.is === "signed-in") redirect(answer.needsPassword ? "/account" : "/");
  const used =
    "This link was used already, or is older than an hour. An administrator makes a new one; that of admin is printed by each start.";
  return answer.is === "refused" ? { says: used, user: "" } : problemOf(answer, "");
}

/** Ends the session. */
export async function leave(): Promise<void> {
  await signOut();
  redirect("/login");
}

function afterCode(answer: SignIn, user: string, to: string): SignInProblem {
  if (answer.is === "signed-in") redirect(answer.needsPassword ? "/account" : to);
  return answer.is === "too-many" ? { says: WORDS[answer.is], user, asks: "code" } : problemOf(answer, user);
}

const WORDS = {
  refused: "The user name or the password is wrong.",
  "too-many": "Too many tries. Wait a minute, then try again.",
  "wrong-code": "This code is wrong, or was used already. The app shows another one every 30 seconds.",
  expired: "That took too long, or too many codes were wrong. Begin again.",
  locked: "Too many wrong tries for this user name: nobody signs in with it now, but by a link from an administrator.",
} as const;

function problemOf(answer: SignIn, user: string): SignInProblem {
  if (answer.is === "signed-in") return null;
  if (answer.is === "code") return { says: null, user, asks: "code" };
  const until = answer.until === undefined ? {} : { until: isoInstant(answer.until) };
  return { says: WORDS[answer.is], user, ...until, ...(answer.is === "wrong-code" && { asks: "code" }) };
}
