/** What the audit has besides changes: who came in, who went, what was refused. The journal leaves it out. */
export const ACCESS_ACTIONS = [
  "sign-in",
  "sign-out",
  "sign-in-refused",
  "account-locked",
  "token-refused",
  "refused",
  "new-link",
] as const;
export type AccessAction = (typeof ACCESS_ACTIONS)[number];
