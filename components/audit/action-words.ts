import { requestWords } from "#components/history/request-words.ts";

/** What was changed, as the past tells it. */
export const CHANGE_WORDS: Readonly<Record<string, string>> = {
  configure: "Settings changed",
  "new-pool": "Pool added",
  "drop-pool": "Pool taken away",
  pair: "Pools paired",
  unpair: "Pools parted",
  check: "Pool checked",
  "remove-standby": "Standby of a former partner removed",
  "lift-limit": "Limits lifted",
  "end-lift": "Lift of limits ended",
  "accept-display": "Screen let in",
  "revoke-display": "Screen shut out",
  "make-token": "Token made",
  "new-account": "Account made",
  "set-account": "Account changed",
  "remove-account": "Account removed",
  "remove-token": "Token removed",
  "set-password": "Password set",
  "set-two-factor": "Codes at sign-in changed",
  "restore-ledger": "The service's own database put back",
};

const ACCESS_WORDS: Readonly<Record<string, string>> = {
  "sign-in": "Signed in",
  "sign-out": "Signed out",
  "sign-in-refused": "Turned away at sign-in",
  "account-locked": "Account locked for 15 min",
  "token-refused": "Token refused",
  refused: "Not allowed",
  "new-link": "Sign-in link made",
};

export const actionWords = (action: string) => CHANGE_WORDS[action] ?? ACCESS_WORDS[action] ?? requestWords(action);
