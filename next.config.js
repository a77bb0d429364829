import { fileURLToPath } from "node:url";

/** Where people reach us, when a proxy in front hands on another host than the one in their address bar; checked by lib/config. */
const PUBLIC_HOST = URL.parse(process.env.PAIRKEEPER_URL ?? "")?.host;

/** For every answer; the content security policy of pages has a nonce and comes from proxy.ts. */
const SAFE_HEADERS = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  // Never a path or a query: a sign-in link's token is in its address. Not "no-referrer": a form that is sent before scripts
  // run would then come without its origin, and be refused.
  { key: "referrer-policy", value: "strict-origin" },
  { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=()" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
];

/** @type {import("next").NextConfig} */
export default {
  // The tests build into a folder of their own, beside a server that runs from `.next`.
  distDir: process.env.PAIRKEEPER_BUILD || ".next",
  poweredByHeader: false,
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
  experimental: {
    // A server has all its pages from the start: no build beneath it takes one away. Tests start a hundred, each for a few pages.
    preloadEntriesOnStart: process.env.PAIRKEEPER_PAGES !== "when-asked",
    ...(PUBLIC_HOST && { serverActions: { allowedOrigins: [PUBLIC_HOST] } }),
  },
  // TypeScript 7 has no compiler API for Next to call: `tsc` is a step of its own in `npm test`.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:path*", headers: SAFE_HEADERS },
    {
      source: "/api/:path*",
      headers: [{ key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
};
