import type { AuthContext, InternalAdapter } from "better-auth";
import { USERNAME_ERROR_CODES } from "better-auth/plugins";
import type { AccessNotes } from "./access-notes.ts";
import type { Passing } from "./passing.ts";
import type { Who } from "./tokens.ts";

type Setting = {
  /** The library's own way in. */
  readonly handler: (request: Request) => Promise<Response>;
  /** Who got a session by an answer's cookies. */
  readonly whoGot: (answer: Response) => Promise<Who | null>;
  /** The account of that name, in small letters; null for a name that none has. */
  readonly accountOf: (name: string) => Promise<Kept | null>;
  readonly accounts: Pick<InternalAdapter, "findCredentialAccount">;
  readonly passwords: Pick<AuthContext["password"], "hash">;
  readonly passing: Passing;
  readonly notes: Pick<AccessNotes, "turnedAway">;
};

type Kept = { readonly id: string; readonly username: string };

/**
 * Sign-in by name and password, with the lock around it and its row in the audit. Whoever is turned away learns nothing of the account:
 * not whether there is one, nor whether it is disabled or has a password, neither by the answer nor by how long it takes.
 */
export function openByPassword({ handler, whoGot, accountOf, accounts, passwords, passing, notes }: Setting) {
  /** As long as a wrong password takes: the library hashes what is typed for a name that none has, but not where no password is set. */
  const takeAsLong = async (account: Kept, typed: string) => {
    if (typed === "") return; // which it answers at once, for whatever name
    if (!(await accounts.findCredentialAccount(account.id))?.password) await passwords.hash(typed);
  };

  return async (request: Request): Promise<Response> => {
    const given: unknown = await request
      .clone()
      .json()
      .catch(() => null);
    const name = textOf(given, "username");
    return passing.inTurn(name, async () => {
      const until = await passing.lockedUntil(name);
      if (until !== null) return Response.json({ code: "LOCKED", until }, { status: 423 });
      const answer = await refusedAlike(await handler(request));
      if (answer.ok) {
        const who = await whoGot(answer);
        if (who !== null) await passing.cameIn(who, "password");
        return answer;
      }
      const account = await accountOf(name.toLowerCase());
      if (answer.status !== 401) {
        await notes.turnedAway(account?.username ?? null, "password");
        return answer;
      }
      if (account !== null) await takeAsLong(account, textOf(given, "password"));
      await passing.missed(name, account?.username ?? null, "password");
      return answer;
    });
  };
}

/** What was given under a name; "" for what is no text. */
function textOf(given: unknown, field: string): string {
  const value: unknown = Reflect.get(Object(given), field);
  return typeof value === "string" ? value : "";
}

/** The same answer as to a wrong password where it was right, and no session is begun for the account: it is disabled. */
async function refusedAlike(answer: Response): Promise<Response> {
  if (answer.status !== 500) return answer;
  const told: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  if (textOf(told, "code") !== "FAILED_TO_CREATE_SESSION") return answer;
  const { code, message } = USERNAME_ERROR_CODES.INVALID_USERNAME_OR_PASSWORD;
  return Response.json({ message, code }, { status: 401 });
}
