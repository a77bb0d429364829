import { parseSetCookieHeader, toCookieOptions } from "better-auth/cookies";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { loginPath } from "#components/shell/return-path.ts";
import type { Confirmed } from "#lib/auth/confirm.ts";
import type { Context } from "#lib/auth/context.ts";
import { DISPLAY_COOKIE, displayCookie, type NewDisplay } from "#lib/auth/displays.ts";
import type { SignIn } from "#lib/auth/open-auth.ts";
import type { OwnView, PasswordAnswer } from "#lib/auth/own-account.ts";
import type { TwoFactorAnswer } from "#lib/auth/own-two-factor.ts";
import { webService } from "#lib/service.ts";

/** The address of the page that is asked for: proxy.ts writes it, whatever the asker says. */
const PATH_HEADER = "pairkeeper-path";

/** What was asked with. What an action gave the browser anew counts for the page that is written after it in the same answer. */
async function asked(): Promise<Headers> {
  const now = new Headers(await headers()); // first: it makes the page dynamic, so that no build asks for a service that does not run
  now.set("cookie", (await cookies()).toString());
  return now;
}

/** What commands need, for who is signed in; null when nobody is. For pages and server actions only, as all of this file. */
export async function pageContext(): Promise<Context | null> {
  const now = await asked();
  const service = webService();
  const who = await service.auth.actorOf(now);
  return who && service.context({ ...who, door: "page" });
}

/** The same for what only people may see or do: who is not signed in is sent to sign in, and comes back. */
export async function signedIn(): Promise<Context> {
  const ctx = await pageContext();
  if (ctx === null) redirect(loginPath((await headers()).get(PATH_HEADER) ?? "/"));
  return ctx;
}

/** The same for a page that screens may look at too: who is signed in, else the screen that was let in. */
export async function wallContext(): Promise<Context | null> {
  const person = await pageContext();
  if (person !== null) return person;
  const service = webService();
  const screen = await service.displays.actorOf(await asked());
  return screen && service.context({ ...screen, door: "page" });
}

/** Gives a screen that nobody signed in a code to show, in a server action; its secret goes into its cookie. Null while too many wait. */
export async function askForCode(): Promise<Pick<NewDisplay, "code" | "livesMs"> | null> {
  const service = webService();
  const given = await service.displays.ask(addressOf(await headers()));
  if (given === null) return null;
  (await cookies()).set(DISPLAY_COOKIE, given.secret, displayCookie(service.publicOrigin));
  return { code: given.code, livesMs: given.livesMs };
}

/** Where a question comes from, as far as that can be told: what the nearest proxy says, else the connection itself. */
function addressOf(asked: Headers): string {
  return asked.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
}

/** Signs in by name and password, in a server action. */
export async function signIn(name: string, password: string): Promise<SignIn> {
  const answer = await webService().auth.signIn(name, password, await headers());
  await hand(answer.cookies);
  return answer;
}

/** Gives the code that sign-in asked for, in a server action. */
export async function giveCode(code: string): Promise<SignIn> {
  const answer = await webService().auth.giveCode(code, await headers());
  await hand(answer.cookies);
  return answer;
}

/** Uses up a one-time sign-in link, in a server action behind a button: a look at the page must not spend the link. */
export async function signInByLink(token: string): Promise<SignIn> {
  const answer = await webService().auth.redeemLink(token, await headers());
  await hand(answer.cookies);
  return answer;
}

/** One's own account; null when nobody is signed in. */
export async function ownAccount(): Promise<OwnView | null> {
  return webService().auth.own.look(await asked());
}

/** Sets one's own password, in a server action. */
export async function setOwnPassword(before: string, next: string): Promise<PasswordAnswer> {
  return webService().auth.own.setPassword(await headers(), before, next);
}

/** Codes at sign-in of one's own account, in a server action: `asked` is begin, on, off or renew. */
export async function ownCodes(asked: string, given: string): Promise<TwoFactorAnswer> {
  const { codes } = webService().auth;
  const own = await headers();
  const ways: Readonly<Record<string, () => Promise<TwoFactorAnswer>>> = {
    begin: () => codes.begin(own, given),
    on: () => codes.turnOn(own, given),
    off: () => codes.turnOff(own, given),
    renew: () => codes.renewCodes(own, given),
  };
  const answer = await (ways[asked]?.() ?? { is: "not-now" as const });
  if (answer.is === "on") await hand(answer.cookies);
  return answer;
}

/** Shows that who is signed in is still them, in a server action. */
export async function confirmOwn(given: string): Promise<Confirmed> {
  return webService().auth.confirm(given, await headers());
}

/** Ends every session of who is signed in, in a server action. */
export async function signOutEverywhere(): Promise<void> {
  await hand(await webService().auth.own.signOutEverywhere(await headers()));
}

/** Under which address the reader reaches the console. */
export async function addressHere(): Promise<string> {
  return webService().publicOrigin ?? `http://${(await headers()).get("host") ?? "localhost"}`;
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
