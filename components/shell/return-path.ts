/** Where sign-in is, and where it goes on to; with nothing to go back to it is its plain address. */
export function loginPath(to: string): string {
  const back = returnPath(to);
  return back === "/" ? "/login" : `/login?to=${encodeURIComponent(back)}`;
}

const HERE = "http://here.invalid";

/** The page of this console that an address asks to go back to; the pairs where it asks for anything else, for anybody may have written it. */
export function returnPath(asked: unknown): string {
  if (typeof asked !== "string" || !asked.startsWith("/")) return "/";
  const url = URL.parse(asked, HERE);
  if (url === null || url.origin !== HERE || url.pathname.startsWith("//")) return "/";
  return /^\/(login|api|_next)(\/|$)/.test(url.pathname) ? "/" : `${url.pathname}${url.search}${url.hash}`;
}
