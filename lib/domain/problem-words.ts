import type { ProblemCode } from "./problem.ts";
import type { ReasonCode, Row } from "./reasons.ts";

/** Refusals that are no reasons as well: those have their row there. */
export type RefusalCode = Exclude<ProblemCode, ReasonCode>;

const refused = (says: string, next: string): Row => ({
  says,
  risk: "Nothing: what was refused was not done.",
  next,
  lasts: "terminal",
  helps: null,
});

/** The table of words for what a door refuses. The refusal itself names the pool, the module or the field. */
export const REFUSALS: Record<RefusalCode, Row> = {
  "bad-input": refused("A parameter is missing, misspelled or out of its bounds.", "Correct the named field."),
  "not-signed-in": refused(
    "Nobody is signed in, or the token is not known.",
    "Sign in, or use the token in cli.token.",
  ),
  "confirm-first": refused(
    "It cannot be taken back, or it decides who may come in. Who is signed in last showed that it is them more than 10 minutes ago.",
    "Give your password or a code: the dialog asks for it, and the page Your account has a place for it.",
  ),
  "not-allowed": refused(
    "The role of who asked does not reach for this.",
    "Ask an administrator to do it, or for the role that is named.",
  ),
  "unknown-pool": refused("There is no pool of that name.", "Get-CsPool and the page Topology list the pools."),
  "unknown-module": refused("There is no backup module of that name here.", "The refusal lists the valid ones."),
  "unknown-request": refused("There is no request of that id.", "Get-CsBackupRequest lists them."),
  "unknown-address": refused("The address leads nowhere.", "Addresses of the HTTP API begin with /api/v1."),
  "unknown-command": refused("There is no cmdlet of that name.", "Get-Help lists them."),
  "wrong-method": refused("The address does not understand that method.", "Ask with the method that is named."),
  unpaired: refused("The pool has no backup pool, so there is nothing to copy to or from.", "Pair it first."),
  "not-failed-over": refused("The pool is not failed over.", "Leave -FailedOverPoolOnly away."),
  "request-ended": refused("The request has ended, so there is nothing to stop.", "Its receipt says how it ended."),
  "nothing-differs": refused(
    "No compare has found anything to send again.",
    "Compare first: Debug-CsInterPoolReplication, or Compare now on the page of the copy.",
  ),
  "not-held": refused(
    "The deletions that are held are not the set that was named.",
    "Look at the set that is held now; only what was seen is let go.",
  ),
  "too-many-skipped": refused(
    "More refused items of a copy would be skipped than can be.",
    "So many are no bad items but a bad lane: look for what they have in common.",
  ),
  "not-lifted": refused(
    "The limits are not lifted, so there is nothing to end.",
    "The status tells until when they are.",
  ),
  "pool-exists": refused("There is a pool of that name already.", "Choose another name."),
  "already-paired": refused(
    "One of the two pools has a partner: pools protect each other one to one.",
    "Part that pair first.",
  ),
  "present-partner": refused(
    "The pool holds nothing of former partners; the copy of its present partner is never removed.",
    "Part the two first if that copy is to go.",
  ),
  "account-exists": refused("There is an account of that name already.", "Choose another name."),
  "account-kept": refused(
    "The account must stay as it is: it is admin, or the last administrator there is, or it is disabled.",
    "Make another administrator first; npm start prints the sign-in link of admin.",
  ),
  "unknown-account": refused("There is no account of that name.", "Get-CsAccount lists them."),
  "store-exists": refused(
    "Something stands where the stores were to be made, or another pool keeps its data there.",
    "Give an empty place, or move away what stands there.",
  ),
  "unknown-item": refused(
    "What was named is not there any more: an item of the trash, of what was refused or of what differs, or a screen.",
    "Look at what is there now.",
  ),
  "too-many-tries": refused("Too many codes were tried within a minute.", "Wait a minute, then try again."),
  unreachable: {
    says: "The server does not answer.",
    risk: "Whether it was done is not known.",
    next: "See whether it runs; asking for the same sync again does no harm.",
    lasts: "transient",
    helps: null,
  },
  "ledger-damaged": {
    says: "A row of the service's own database cannot be read, so nothing that rests on it is told.",
    risk: "No data of the pools: they are copied by what their own databases know.",
    next: "Put the last good copy of the database back; the README says how.",
    lasts: "terminal",
    helps: null,
  },
  internal: {
    says: "Something went wrong inside, which should not happen.",
    risk: "Whether it was done is not known: look before you ask again.",
    next: "The server's log has it under the id that was told.",
    lasts: "transient",
    helps: null,
  },
};
