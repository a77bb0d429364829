import type { AccessAction } from "#lib/domain/audit-action.ts";
import { type Instant, isoInstant } from "#lib/domain/instant.ts";
import { NOBODY_NAME } from "#lib/domain/reserved-name.ts";
import type { Actor } from "#lib/domain/role.ts";
import type { AuditLog, Doer } from "#lib/ports/audit-log.ts";
import type { Clock } from "#lib/ports/clock.ts";
import { atMost } from "./at-most.ts";
import type { Who } from "./tokens.ts";

/** So many refusals of a kind get a row each in that time; those past it are counted: nobody fills the ledger by being refused, nor hides another kind. */
const REFUSALS = { max: 10, withinMs: 60_000 };

const NOBODY: Doer = { name: NOBODY_NAME, role: "none", door: "page" };

export type WayIn = "password" | "link" | "oidc" | "code" | "recovery-code";

/** What the audit is told of who comes and goes, and of what was refused. Names of nobody and secrets never stand there. */
export type AccessNotes = {
  /** Before anybody gets the cookie: nobody is let in without a row. */
  cameIn(who: Who, by: WayIn): Promise<void>;
  /** `from` "the-session-before": a browser that signed in anew, perhaps as somebody else. */
  wentOut(who: Who, from?: "everywhere" | "the-session-before"): Promise<void>;
  /** `name` is that of an account; null for a name that none has: people type passwords there. */
  turnedAway(name: string | null, by: WayIn): Promise<void>;
  /** Too many wrong passwords or codes: once a lock. */
  locked(name: string | null, until: Instant): Promise<void>;
  twoFactor(who: Who, what: "on" | "off" | "new-codes"): Promise<void>;
  /** `name` is that of a token whose time is over or that is shut; null for one that is unknown or was removed. */
  tokenRefused(name: string | null, why?: "expired" | "shut"): Promise<void>;
  /** For the account of that name. */
  newLink(name: string, by: Doer): Promise<void>;
  passwordSet(name: string, by: Doer, isSet: boolean): Promise<void>;
  /** What somebody may not. Nobody waits for its row. */
  refused(actor: Actor, sentence: string): void;
  /** Resolves when every row is left. */
  settled(): Promise<void>;
};

export function openAccessNotes(audit: Pick<AuditLog, "leave">, clock: Pick<Clock, "now">): AccessNotes {
  const budget = () => ({ refusals: atMost(REFUSALS, clock), more: 0 });
  const budgets = {
    "sign-in-refused": budget(),
    "account-locked": budget(),
    "token-refused": budget(),
    refused: budget(),
  };
  let last: Promise<void> = Promise.resolve();

  const leave = (
    action: AccessAction | "set-password" | "set-two-factor",
    subject: string,
    by: Doer,
    told: object | null = null,
  ) => audit.leave({ action, subject, reason: null, after: told }, by);
  const refuse = async (action: keyof typeof budgets, subject: string, by: Doer, told: object) => {
    const kind = budgets[action];
    if (!kind.refusals.take()) {
      kind.more++;
      return;
    }
    const untold = kind.more;
    kind.more = 0;
    await leave(action, subject, by, untold === 0 ? told : { ...told, moreBefore: untold });
  };

  return {
    cameIn: (who, by) => leave("sign-in", who.name, { ...who, door: "page" }, { by }),
    wentOut: (who, from) => leave("sign-out", who.name, { ...who, door: "page" }, from ? { from } : null),
    turnedAway: (name, by) =>
      refuse("sign-in-refused", name ?? NOBODY.name, { ...NOBODY, name: name ?? NOBODY.name }, { by }),
    locked: (name, until) =>
      refuse(
        "account-locked",
        name ?? NOBODY.name,
        { ...NOBODY, name: name ?? NOBODY.name },
        { until: isoInstant(until) },
      ),
    twoFactor: (who, what) => leave("set-two-factor", who.name, { ...who, door: "page" }, { is: what }),
    tokenRefused: (name, why = "expired") =>
      refuse("token-refused", name ?? NOBODY.name, { ...NOBODY, door: "api" }, name === null ? {} : { [why]: true }),
    newLink: (name, by) => leave("new-link", name, by),
    passwordSet: (name, by, isSet) => leave("set-password", name, by, { hasPassword: isSet }),
    refused: (actor, sentence) => {
      last = last
        .then(() => refuse("refused", actor.name, actor, { sentence }))
        .catch((error: unknown) => console.error("A refusal could not be left in the audit.", error));
    },
    settled: () => last,
  };
}
