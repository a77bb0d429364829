/** Why a sign-in with the organisation's provider led nowhere; the sign-in page has the words. */
export const PROVIDER_REFUSALS = [
  "unreachable",
  "refused",
  "denied",
  "expired",
  "no-group",
  "disabled",
  "too-many",
] as const;
export type ProviderRefusal = (typeof PROVIDER_REFUSALS)[number];

export const isProviderRefusal = (text: unknown): text is ProviderRefusal =>
  PROVIDER_REFUSALS.some((one) => one === text);
