import type { ProviderRefusal } from "#lib/domain/provider-refusal.ts";
import type { AccessNotes } from "../access-notes.ts";
import type { authOptions } from "../options.ts";
import type { Who } from "../tokens.ts";
import { arriving } from "./arrival.ts";
import { accountName, PROVIDER_ID } from "./identity.ts";
import { openProviderAuth, type ProviderAuth } from "./provider-auth.ts";
import type { OidcSetting } from "./setting.ts";

/** Where a browser goes to be sent to the provider, and where the provider sends it back. */
export const WAY_OUT = PROVIDER_ID;
export const WAY_BACK = `callback/${PROVIDER_ID}`;

/** The organisation's provider, as a way in. */
export type Oidc = {
  /** Answers with the way to the provider; `?to=` is where people want to be then. */
  goOut(request: Request): Promise<Response>;
  /** Takes who comes back from it, and answers with the way on: signed in, or to the sign-in page with the reason. */
  comeBack(request: Request): Promise<Response>;
};

type Sockets = {
  readonly base: ReturnType<typeof authOptions>;
  readonly notes: AccessNotes;
  /** Who got a session by an answer's cookies. */
  readonly whoGot: (answer: Response) => Promise<Who | null>;
};

/** Opens it; the provider is asked nothing before somebody wants to go there. */
export function openOidc(setting: OidcSetting, { base, notes, whoGot }: Sockets): Oidc {
  const origin = base.baseURL;
  let opening: Promise<ProviderAuth> | null = null;
  const provider = (): Promise<ProviderAuth | null> => {
    opening ??= openProviderAuth(setting, base);
    return opening.catch((error: unknown) => {
      console.error(`Sign-in with the provider: ${error instanceof Error ? error.message : String(error)}`);
      opening = null; // the next one asks again
      return null;
    });
  };
  const signInPage = (to: string, refused?: ProviderRefusal) => {
    const page = new URL("/login", origin);
    if (to !== "") page.searchParams.set("to", to);
    if (refused !== undefined) page.searchParams.set("refused", refused);
    return page.href;
  };

  return {
    goOut: async (request) => {
      if (request.method !== "GET") return NOT_FOUND();
      const to = new URL(request.url).searchParams.get("to")?.slice(0, LONGEST_PATH) ?? "";
      const auth = await provider();
      if (auth === null) return goTo(signInPage(to, "unreachable"));
      const back = signInPage(to);
      const answer = await auth.handler(
        new Request(`${origin}/api/auth/sign-in/social`, {
          method: "POST",
          headers: { "content-type": "application/json", origin },
          body: JSON.stringify({ provider: PROVIDER_ID, callbackURL: back, errorCallbackURL: back }),
        }),
      );
      const url = answer.headers.get("location");
      if (!answer.ok || url === null) return goTo(signInPage(to, answer.status === 429 ? "too-many" : "refused"));
      return goTo(url, answer.headers.getSetCookie());
    },
    comeBack: async (request) => {
      if (request.method !== "GET") return NOT_FOUND();
      const auth = await provider();
      if (auth === null) return goTo(signInPage("", "unreachable"));
      const { came: answer, arrival } = await arriving(() => auth.handler(request));
      const cookies = answer.headers.getSetCookie();
      const on = URL.parse(answer.headers.get("location") ?? "");
      const who = await whoGot(answer);
      if (who !== null && on !== null) {
        await notes.cameIn(who, "oidc");
        return goTo(on.href, cookies);
      }
      const { person } = arrival;
      await notes.turnedAway(person && accountName(person.calledAs, person.accountId, false), "oidc");
      const refused = arrival.why ?? refusalOf(answer.status, on?.searchParams.get("error") ?? null);
      return goTo(signInPage(on?.searchParams.get("to") ?? "", refused), who === null ? cookies : []);
    },
  };
}

const LONGEST_PATH = 2_000;

/** What the library and the provider call what went wrong, in the words that we have for it. */
function refusalOf(status: number, error: string | null): ProviderRefusal {
  if (status === 429) return "too-many";
  if (error === "access_denied") return "denied";
  return error !== null && EXPIRED.includes(error) ? "expired" : "refused";
}
const EXPIRED = ["state_mismatch", "state_not_found", "state_invalid", "please_restart_the_process", "no_code"];

const NOT_FOUND = () => new Response("Not found.", { status: 404 });

function goTo(url: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location: url, "cache-control": "no-store" });
  for (const line of cookies) headers.append("set-cookie", line);
  return new Response(null, { status: 302, headers });
}
