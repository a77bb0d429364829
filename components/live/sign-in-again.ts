import { loginPath } from "#components/shell/return-path.ts";

/** The session is over: to sign-in, and back to where the reader is. */
export function signInAgain(): void {
  location.assign(loginPath(location.pathname + location.search));
}
