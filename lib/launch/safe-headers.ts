/** On every answer, by next.config.js; the content security policy of pages has a nonce and comes from proxy.ts. */
export const SAFE_HEADERS: readonly { readonly key: string; readonly value: string }[] = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  // Never a path or a query: a sign-in link's token is in its address. Not "no-referrer": a form that is sent before scripts
  // run would then come without its origin, and be refused.
  { key: "referrer-policy", value: "strict-origin" },
  { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=()" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
];

/** On what is no page: nothing in it may run, and nothing may frame it. */
export const NO_PAGE = { key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" } as const;
