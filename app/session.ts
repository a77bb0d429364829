import { parseSetCookieHeader, toCookieOptions } from "better-auth/cookies";
import { cookies, headers } from "next/headers";
import type { Context } from "#lib/auth/context.ts";
import type { SignIn } from "#lib/auth/open-auth.ts";
import { webService } from "#lib/service.ts";

/** What commands need, for who is signed in; null when nobody is. For pages and server actions only, as all of this file. */
export async function pageContext(): Promise<Context | null> {
  const asked = await headers(); // first: it makes the page dynamic, so that no build asks for a service that does not run
  const service = webService();
  const who = await service.auth.actorOf(asked);
  return who && service.context({ ...who, door: "page" });
}

/** Signs in by name and password, in a server action. */
export async function signIn(name: string, password: string): Promise<SignIn["is"]> {
  const answer = await webService().auth.signIn(name, password, await headers());
  await hand(answer.cookies);
  return answer.is;
}

/** Uses up a one-time sign-in link, in a server action behind a button: a look at the page must not spend the link. */
export async function signInByLink(token: string): Promise<SignIn["is"]> {
  const answer = await webService().auth.redeemLink(token, await headers());
  await hand(answer.cookies);
  return answer.is;
}

/** Ends the session, in a server action. */
export async function signOut(): Promise<void> {
  await hand(await webService().auth.signOut(await headers()));
}

async function hand(lines: readonly string[]): Promise<void> {
  const jar = await cookies();
  for (const line of lines) {
    for (const [name, cookie] of parseSetCookieHeader(line)) jar.set(name, cookie.value, toCookieOptions(cookie));
  }
}
